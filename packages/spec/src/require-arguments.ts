type Named = Readonly<Record<string, unknown>>;

/**
 * For callers without types: what a function takes first. Throws a TypeError with the code of the client's `ConfigError`, which names the
 * function, instead of one about our code.
 */
export function requireObject(callee: string, given: Named): void {
  if (Object.values(given).some((value) => Object(value) !== value)) refuse(callee, given, "an object");
}

/** The same for a text. */
export function requireText(callee: string, given: Named): void {
  if (Object.values(given).some((value) => typeof value !== "string")) refuse(callee, given, "a text");
}

/** The same for a number. */
export function requireNumber(callee: string, given: Named): void {
  if (Object.values(given).some((value) => typeof value !== "number")) refuse(callee, given, "a number");
}

function refuse(callee: string, given: Named, what: string): never {
  const [name] = Object.keys(given);
  throw Object.assign(
    new TypeError(`${callee} needs ${what} as ${name}: ${callee}(${name}). Nothing was sent.`),
    {
      code: "KLINGKIT_CONFIG",
    },
  );
}
