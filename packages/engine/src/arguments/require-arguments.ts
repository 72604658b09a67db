import { ConfigError } from "klingkit";

type Named = Readonly<Record<string, unknown>>;

/** For callers without types: the objects that a function takes one by one, in its order. Throws ConfigError for the first that is none. */
export function requireObjects(callee: string, given: Named): void {
  const wrong = Object.keys(given).find((name) => Object(given[name]) !== given[name]);
  if (wrong !== undefined) throw missing(callee, { wrong, what: "an object", given });
}

/** The same for texts, such as those of files. */
export function requireTexts(callee: string, given: Named): void {
  const wrong = Object.keys(given).find((name) => typeof given[name] !== "string");
  if (wrong !== undefined) throw missing(callee, { wrong, what: "a text", given });
}

interface Missing {
  readonly wrong: string;
  readonly what: string;
  readonly given: Named;
}

const missing = (callee: string, { wrong, what, given }: Missing): ConfigError =>
  new ConfigError({
    option: wrong,
    message: `${callee} needs ${what} as ${wrong}: ${callee}(${Object.keys(given).join(", ")}). Nothing was sent.`,
  });
