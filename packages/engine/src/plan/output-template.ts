import { posix } from "node:path";
import { cutToBytes, MAX_FILE_NAME_BYTES } from "klingkit/node";

/** Values that a path template may use; undefined for what only the result shows, such as the ratio of a video made from an image. */
export interface OutputValues {
  readonly index: number;
  readonly name: string;
  readonly model: string;
  /** Such as `16:9`. */
  readonly ratio: string | undefined;
  readonly seconds: number | undefined;
  readonly resolution: string | undefined;
  /** Kind of the first result, such as `video`. */
  readonly kind: string;
  /** Its extension, without the dot. */
  readonly ext: string;
}

export const DEFAULT_OUTPUT = "{name}.mp4";

const FIELDS = {
  index: true,
  name: true,
  model: true,
  ratio: true,
  seconds: true,
  resolution: true,
  kind: true,
  ext: true,
} satisfies Record<keyof OutputValues, true>;

/** So that a name of several values still fits. */
const MAX_VALUE_BYTES = 80;
/** A name that is taken gets a number, such as `-1234`. */
const NUMBER_BYTES = 5;
/** @source limits.h: PATH_MAX of Linux; macOS takes 1024 */
const MAX_PATH_BYTES = 4096;

/** Characters that no common file system or shell takes amiss, cut between characters. */
const safe = (value: string): string =>
  cutToBytes(
    value
      .toWellFormed()
      .normalize("NFC")
      .replace(/[\p{Cc}<>:"/\\|?*]/gu, "-")
      .replace(/^\.+/, ""),
    MAX_VALUE_BYTES,
  ) || "video";

/** Stands for an unknown value until its separators are gone; no value has it, because `safe` replaces control characters. */
const UNKNOWN = "\0";
/** An unknown value with its brackets, with what separates it from the value before, or else from the one behind. */
const UNKNOWN_PART = /[-_. ]*\(\0\)|[-_. ]*\[\0\]|[-_. ]+\0|\0[-_ ]+|\0/g;

/**
 * Fills `{index}`, `{name}`, `{model}`, `{ratio}`, `{seconds}`, `{resolution}`, `{kind}`, `{ext}`. Values never add a folder; folders
 * come from the template. An unknown value is left out with its separator: `{name}-{ratio}.mp4` becomes `fox.mp4`.
 */
export function formatOutput(template: string, values: OutputValues): string {
  const texts = new Map(
    Object.entries({ ...values, ratio: values.ratio?.replace(":", "x") }).map(
      ([key, value]) => [key, value === undefined ? UNKNOWN : safe(String(value))] as const,
    ),
  );
  const filled = template.replace(/\{(\w+)\}/g, (whole, key: string, at: number) => {
    const value = texts.get(key) ?? whole;
    // Other programs would take a name that begins with a dash for an option, and hide one that then begins with a dot.
    return /^$|[/\\]$/.test(template.slice(0, at)) ? value.replace(/^-[-.]*/, "") || "video" : value;
  });
  if (!filled.includes(UNKNOWN)) return filled;
  const parts = filled.split(/(?<=[/\\])/);
  return parts.map((part, at) => withoutUnknown(part, at === parts.length - 1)).join("");
}

/** A folder that has no name without the value is left out; a file is called `video`. */
function withoutUnknown(part: string, isFile: boolean): string {
  const known = part.replace(UNKNOWN_PART, "");
  if (isFile) return /^(\.|$)/.test(known) ? `video${known}` : known;
  return known === part || known.length > 1 ? known : "";
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
  return findPathMistake(literal);
}

/** The same for a path without fields, such as one of a saved plan. */
export function findPathMistake(output: string): string | undefined {
  const path = posix.normalize(output.replaceAll("\\", "/"));
  if (/^(\/|[A-Za-z]:)/.test(path))
    return "an absolute path leaves the output folder, which is for the one who runs the batch to choose; begin with a name";
  if (path.split("/")[0] === "..") return "its `..` leaves the output folder";
  if (path === "." || path.endsWith("/")) return "is a folder; end with the name of a file";
  return findLengthMistake(path);
}

/** What no disk takes, and would be noticed only when the video is paid for; undefined for a path that can be written. */
export function findLengthMistake(path: string): string | undefined {
  const pathBytes = Buffer.byteLength(path);
  if (pathBytes > MAX_PATH_BYTES)
    return `the path has ${pathBytes} bytes, and at most ${MAX_PATH_BYTES} can be written`;
  const most = MAX_FILE_NAME_BYTES - NUMBER_BYTES;
  const long = path.split(/[/\\]/).find((name) => Buffer.byteLength(name) > most);
  return long === undefined
    ? undefined
    : `the name ${JSON.stringify(`${cutToBytes(long, 24)}…`)} has ${Buffer.byteLength(long)} bytes, and at most ${most} can be written`;
}

const KNOWN = Object.keys(FIELDS)
  .map((name) => `{${name}}`)
  .join(", ");

function sayBrace(brace: string): string {
  if (brace === "}") return "a `}` closes nothing";
  return brace.endsWith("}") ? `there is no field \`${brace}\`` : `\`${brace}\` is not closed`;
}
