/** `Value` with every possibly undefined property made optional. */
export type Present<Value> = {
  [Key in keyof Value as undefined extends Value[Key] ? never : Key]: Value[Key];
} & { [Key in keyof Value as undefined extends Value[Key] ? Key : never]?: Exclude<Value[Key], undefined> };

/** Copies an object without its undefined properties, so that results stay plain JSON. */
export function dropUndefined<Value extends object>(value: Value): Present<Value> {
  const kept: Record<string, unknown> = {};
  // Every read passes here several times; entries would make an array per property.
  for (const key in value) {
    const field: unknown = value[key];
    if (field !== undefined) kept[key] = field;
  }
  // A record forgets the keys; the loop above is what Present describes.
  return kept as Present<Value>;
}
