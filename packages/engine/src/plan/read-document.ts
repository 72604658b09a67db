import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Scalar,
  visit,
} from "yaml";
import type { BatchMistake } from "./batch-mistake.ts";
import type { PlaceAt } from "./describe-mistakes.ts";
import type { FilePlace } from "./file-place.ts";
import { fileInvalid, type PlanErrorCode } from "./plan-error.ts";
import { sayYamlProblem } from "./yaml-problem.ts";

/** Uses of one anchor that pass: as many as a batch may have jobs. A few lines could stand for billions of values otherwise. */
const MAX_ALIASES = 10_000;

type DocumentOptions = { readonly fileName: string; readonly code: PlanErrorCode };

export interface PlacedDocument {
  readonly value: unknown;
  /** Where the field at a path stands, or what holds it. Default part: its value. */
  readonly place: PlaceAt;
  /** Whether something stands at a path. */
  readonly has: (path: readonly PropertyKey[]) => boolean;
}

/**
 * Plain values of a YAML or JSON text that a person wrote, with the places of everything. Throws PlanError with the code when it is not
 * one sound document.
 */
export function readPlacedDocument(source: string, { fileName, code }: DocumentOptions): PlacedDocument {
  const lines = new LineCounter();
  const document = parseDocument(source, { prettyErrors: false, lineCounter: lines });
  const placeOf = (offset: number): FilePlace => {
    const { line, col } = lines.linePos(offset);
    const begin = lines.lineStarts[line - 1] ?? 0;
    const [sourceLine = ""] = source.slice(begin, begin + MAX_LINE).split(/\r?\n/, 1);
    return line === 0 ? { file: fileName } : { file: fileName, line, column: col, sourceLine };
  };
  const invalid = (mistake: Omit<BatchMistake, "file">, offset: number | undefined, cause?: unknown) =>
    fileInvalid(
      code,
      [{ ...(offset === undefined ? { file: fileName } : placeOf(offset)), ...mistake }],
      cause,
    );
  const [problem] = document.errors;
  if (problem) {
    const isWhole = WHOLE.includes(problem.code);
    const [field] = problem.code === "DUPLICATE_KEY" ? (NAME.exec(source.slice(problem.pos[0])) ?? []) : [];
    const mistake = { ...(field === undefined ? {} : { field }), message: sayYamlProblem(problem) };
    throw invalid(mistake, isWhole ? undefined : problem.pos[0], problem);
  }
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !isScalar(value) || !WORD_FIELDS.includes(String(key.value))) return;
      const cut = cutWords(value);
      if (cut === undefined) return;
      throw invalid({ field: String(key.value), message: cut }, value.range?.[0] ?? 0);
    },
  });
  const place: PlaceAt = (path, part = "value") => placeOf(offsetOf(document, path, part));
  const has = (path: readonly PropertyKey[]) => document.hasIn(path);
  try {
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }), place, has };
  } catch (cause) {
    throw invalid({ message: sayTrouble(cause) }, undefined, cause);
  }
}

/** Name of a field, without its quotes. */
const NAME = /(?<=^["']?)[\w-]+/;

/** A file in one line may be large, and no terminal shows it all. */
const MAX_LINE = 10_000;

/** Problems of the whole file, which have no place in it. */
const WHOLE: readonly string[] = ["MULTIPLE_DOCS", "RESOURCE_EXHAUSTION"];

interface Spot {
  readonly node: unknown;
  /** Where the name of the field begins, or the entry of a list. */
  readonly name: number;
  readonly value: number;
}

/** Where the name or the value at a path begins, as far as the path leads: what is missing is missed from the thing that holds it. */
function offsetOf(document: Document, path: readonly PropertyKey[], part: "name" | "value"): number {
  const begin = beginOf(document.contents, 0);
  let spot: Spot = { node: document.contents, name: begin, value: begin };
  for (const step of path) {
    const next = stepInto(isAlias(spot.node) ? spot.node.resolve(document) : spot.node, step, spot.value);
    if (next === undefined) return spot.name;
    spot = next;
  }
  return spot[part];
}

function stepInto(node: unknown, part: PropertyKey, offset: number): Spot | undefined {
  if (isSeq(node)) {
    const item: unknown = node.items[Number(part)];
    if (item === undefined) return undefined;
    const begin = beginOf(item, offset);
    return { node: item, name: begin, value: begin };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
  if (pair === undefined) return undefined;
  const name = beginOf(pair.key, offset);
  return { node: pair.value, name, value: beginOf(pair.value, name) };
}

const beginOf = (node: unknown, fallback: number): number =>
  isNode(node) ? (node.range?.[0] ?? fallback) : fallback;

/** Fields whose words go to the model, or name what is paid for. */
export const WORD_FIELDS: readonly string[] = ["prompt", "negativePrompt", "purpose"];

/** YAML ends unquoted text at ` #`: the rest of a prompt would be lost without a word. */
function cutWords({ type, comment, value }: Scalar): string | undefined {
  if (type !== "PLAIN" || !comment || typeof value !== "string") return undefined;
  return `"#" begins a comment here, so the text would be ${JSON.stringify(value)}. Put the text in quotes to keep "#${comment}", or the comment on a line of its own.`;
}

function sayTrouble(cause: unknown): string {
  if (cause instanceof RangeError) return sayYamlProblem({ code: "RESOURCE_EXHAUSTION", message: "" });
  const message = cause instanceof Error ? cause.message : String(cause);
  if (message.startsWith("Excessive alias count"))
    return `The aliases (\`*name\`) stand for too much: more than ${MAX_ALIASES} repetitions. Write the values out.`;
  const [, name] = /^Unresolved alias.*: (.+)$/.exec(message) ?? [];
  return name === undefined
    ? sayYamlProblem({ code: "IMPOSSIBLE", message })
    : `The alias *${name} has no anchor &${name} before it. If it is text, put it in quotes.`;
}
