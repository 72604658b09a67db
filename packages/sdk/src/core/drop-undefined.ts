/** `Value` with every possibly undefined property made optional. */
export type Present<Value> = {
  [Key in keyof Value as undefined extends Value[Key] ? never : Key]: Value[Key];
} & { [Key in keyof Value as undefined extends Value[Key] ? Key : never]?: Exclude<Value[Key], undefined> };

/** Copies an object without its undefined properties, so that results stay plain JSON. */
export function dropUndefined<Value extends object>(value: Value): Present<Value> {
  const kept = Object.entries(value).filter(([, field]) => field !== undefined);
  // Object.fromEntries forgets the keys; the filter above is what Present describes.
  return Object.fromEntries(kept) as Present<Value>;
}
