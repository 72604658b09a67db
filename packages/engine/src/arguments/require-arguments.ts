import { ConfigError } from "klingkit";

type Named = Readonly<Record<string, unknown>>;

/**
 * For callers without types: the objects that a function takes one by one, in its order. Throws ConfigError for the first that is none.
 * `all`: every argument of the call, where some are no objects.
 */
export function requireObjects(callee: string, given: Named, all: Named = given): void {
  const wrong = Object.keys(given).find((name) => Object(given[name]) !== given[name]);
  if (wrong !== undefined) throw missing(callee, { wrong, what: "an object", all });
}

/** The same for texts, such as those of files. */
export function requireTexts(callee: string, given: Named, all: Named = given): void {
  const wrong = Object.keys(given).find((name) => typeof given[name] !== "string");
  if (wrong !== undefined) throw missing(callee, { wrong, what: "a text", all });
}

interface Missing {
  readonly wrong: string;
  readonly what: string;
  readonly all: Named;
}

const missing = (callee: string, { wrong, what, all }: Missing): ConfigError =>
  new ConfigError({
    option: wrong,
    message: `${callee} needs ${what} as ${wrong}: ${callee}(${Object.keys(all).join(", ")}). Nothing was sent.`,
  });
