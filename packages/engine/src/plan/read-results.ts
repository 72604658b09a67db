import { isFields } from "../arguments/is-fields.ts";
import { ONLY_RESULT } from "../store/need-form.ts";
import { UNREAD } from "./load-inputs.ts";
import { isOfOne } from "./request-inputs.ts";
import { lastFrameOf, resultOf } from "./result-text.ts";

/** Fields of a request that may hold a result of another; `*` is any number. Everything in a `body` may. */
export const RESULT_FIELDS: readonly string[] = [
  "firstFrame",
  "lastFrame",
  "staticMask",
  "references.*.image",
  "video.url",
  "motion.image",
  "motion.videoUrl",
  "elements.*.elementId",
  "voices.*.voiceId",
  "dynamicMasks.*.mask",
];

/** What is no reference although it was meant as one. */
export interface ResultMistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** A batch document with the texts of `resultOf` and `lastFrameOf` in place of `{ from: NAME }` and `{ lastFrameOf: NAME }`. */
export function readResults(document: unknown): {
  readonly document: unknown;
  readonly mistakes: readonly ResultMistake[];
} {
  if (!isFields(document)) return { document, mistakes: [] };
  const mistakes: ResultMistake[] = [];
  const read: Read = (path, value) => {
    if (!isFields(value) || !mayRefer(path)) return undefined;
    const text = textOf(value, isOfOne(path.at(-1)) ? ONLY_RESULT : 1);
    if (typeof text !== "object") return text;
    mistakes.push({ path, ...text });
    return UNREAD;
  };
  const parts = ["requests", "defaults", "matrix", "voices", "elements"].flatMap((name) =>
    Object.hasOwn(document, name) ? [[name, walk([name], document[name], read)] as const] : [],
  );
  return { document: { ...document, ...Object.fromEntries(parts) }, mistakes };
}

/** Whether a reference may stand at a path of the document. */
function mayRefer([list, ...rest]: readonly PropertyKey[]): boolean {
  if (list === "voices" || list === "elements") return rest.length > 1;
  if (list === "matrix") return RESULT_FIELDS.includes(String(rest[0]));
  const field = list === "requests" ? rest.slice(1) : rest;
  return field[0] === "body" || RESULT_FIELDS.includes(patternOf(field));
}

const patternOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => (typeof part === "number" ? "*" : String(part))).join(".");

type Read = (path: readonly PropertyKey[], value: unknown) => string | undefined;

function walk(path: readonly PropertyKey[], value: unknown, read: Read): unknown {
  const text = read(path, value);
  if (text !== undefined) return text;
  if (Array.isArray(value)) return value.map((item: unknown, at) => walk([...path, at], item, read));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, walk([...path, key], field, read)]),
  );
}

const HOW = "Write { from: NAME }, { from: NAME, result: 2 } or { lastFrameOf: NAME }.";

/** Undefined for fields that are no reference. `usual`: the result that is meant where none is named. */
function textOf(
  fields: Readonly<Record<string, unknown>>,
  usual: number,
): string | Pick<ResultMistake, "message"> | undefined {
  const { from, result, lastFrameOf: frame, ...others } = fields;
  if (from === undefined && frame === undefined) return undefined;
  const [other] = Object.keys(others);
  if (other !== undefined) return { message: `${other} is not a field of a reference. ${HOW}` };
  if (from !== undefined && frame !== undefined)
    return { message: `has both \`from\` and \`lastFrameOf\`. ${HOW}` };
  const name = nameOf(from ?? frame);
  if (name === undefined)
    return { message: `\`${from === undefined ? "lastFrameOf" : "from"}\` is the name of a request. ${HOW}` };
  if (frame !== undefined)
    return result === undefined ? lastFrameOf(name) : { message: `a last frame has no \`result\`. ${HOW}` };
  if (result === undefined) return resultOf(name, usual);
  if (typeof result !== "number" || !Number.isInteger(result) || result < 1 || result > MAX_RESULTS)
    return { message: `\`result\` is a number from 1. ${HOW}` };
  return resultOf(name, result);
}

const MAX_RESULTS = 9999;

/** Requests without a name are known by their number, which YAML reads as one. */
function nameOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value).padStart(2, "0");
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
