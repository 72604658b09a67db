import { posix } from "node:path";

/** Values that a path template may use. */
export interface OutputValues {
  readonly index: number;
  readonly name: string;
  readonly model: string;
  readonly ratio: string;
  readonly seconds: string;
  readonly resolution: string;
}

export const DEFAULT_OUTPUT = "{name}.mp4";

const FIELDS = {
  index: true,
  name: true,
  model: true,
  ratio: true,
  seconds: true,
  resolution: true,
} satisfies Record<keyof OutputValues, true>;

/** Characters that no common file system or shell takes amiss. */
const safe = (value: string): string =>
  value
    .normalize("NFC")
    .replace(/[\p{Cc}<>:"/\\|?*]/gu, "-")
    .replace(/^\.+/, "")
    .slice(0, 80) || "video";

/** Fills `{index}`, `{name}`, `{model}`, `{ratio}`, `{seconds}`, `{resolution}`. Values never add a folder; folders come from the template. */
export function formatOutput(template: string, values: OutputValues): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = Object.entries(values).find(([name]) => name === key)?.[1];
    return value === undefined ? whole : safe(String(value));
  });
}

/**
 * What is wrong with the template of a batch; undefined when nothing is.
 * A batch may come from somebody else: its files stay in the folder that the person who runs it chose.
 */
export function findTemplateMistake(template: string): string | undefined {
  const literal = template.replace(/\{(\w+)\}/g, (whole, key: string) =>
    Object.hasOwn(FIELDS, key) ? "x" : whole,
  );
  const [brace] = /\{[^{}]*\}?|\}/.exec(literal) ?? [];
  if (brace !== undefined) return `${sayBrace(brace)}; the fields are ${KNOWN}`;
  const path = posix.normalize(literal.replaceAll("\\", "/"));
  if (/^(\/|[A-Za-z]:)/.test(path))
    return "an absolute path leaves the output folder, which is for the one who runs the batch to choose; begin with a name";
  if (path.split("/")[0] === "..") return "its `..` leaves the output folder";
  return path === "." || path.endsWith("/") ? "is a folder; end with the name of a file" : undefined;
}

const KNOWN = Object.keys(FIELDS)
  .map((name) => `{${name}}`)
  .join(", ");

function sayBrace(brace: string): string {
  if (brace === "}") return "a `}` closes nothing";
  return brace.endsWith("}") ? `there is no field \`${brace}\`` : `\`${brace}\` is not closed`;
}
