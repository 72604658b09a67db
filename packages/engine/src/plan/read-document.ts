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
  type YAMLError,
} from "yaml";
import { PlanError, type PlanErrorCode } from "./plan-error.ts";

/** Uses of one anchor that pass: as many as a batch may have jobs. A few lines could stand for billions of values otherwise. */
const MAX_ALIASES = 10_000;

type DocumentOptions = { readonly fileName: string; readonly code: PlanErrorCode };

/** Plain values of a YAML or JSON text that a person wrote. Throws PlanError with the code when it is not one sound document. */
export const readDocument = (source: string, options: DocumentOptions): unknown =>
  readPlacedDocument(source, options).value;

export interface PlacedDocument {
  readonly value: unknown;
  /** Line of the value at a path, or of what holds it; from 1. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** The same, with the lines on which everything stands. */
export function readPlacedDocument(source: string, { fileName, code }: DocumentOptions): PlacedDocument {
  const lines = new LineCounter();
  const document = parseDocument(source, { prettyErrors: true, lineCounter: lines });
  const [problem] = document.errors;
  if (problem) throw new PlanError(code, `${fileName}: ${sayProblem(problem)}`, { cause: problem });
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !isScalar(value) || !WORDS.includes(String(key.value))) return;
      const cut = cutWords(value);
      if (cut === undefined) return;
      const { line } = lines.linePos(value.range?.[0] ?? 0);
      throw new PlanError(code, `${fileName}:${line}: ${String(key.value)}: ${cut}`);
    },
  });
  const lineOf = (path: readonly PropertyKey[]) => lines.linePos(offsetOf(document, path)).line || 1;
  try {
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }), lineOf };
  } catch (cause) {
    throw new PlanError(code, `${fileName}: ${sayTrouble(cause)}`, { cause });
  }
}

interface Spot {
  readonly node: unknown;
  readonly offset: number;
}

/** Where the value at a path begins, as far as the path leads. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let spot: Spot = { node: document.contents, offset: beginOf(document.contents, 0) };
  for (const part of path) {
    const next = stepInto(isAlias(spot.node) ? spot.node.resolve(document) : spot.node, part, spot.offset);
    if (next === undefined) break;
    spot = next;
  }
  return spot.offset;
}

function stepInto(node: unknown, part: PropertyKey, offset: number): Spot | undefined {
  if (isSeq(node)) {
    const item: unknown = node.items[Number(part)];
    return { node: item, offset: beginOf(item, offset) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
  return pair && { node: pair.value, offset: beginOf(pair.key, offset) };
}

const beginOf = (node: unknown, fallback: number): number =>
  isNode(node) ? (node.range?.[0] ?? fallback) : fallback;

/** Fields whose words go to the model, or name what is paid for. */
const WORDS: readonly string[] = ["prompt", "negativePrompt", "purpose"];

/** YAML ends unquoted text at ` #`: the rest of a prompt would be lost without a word. */
function cutWords({ type, comment, value }: Scalar): string | undefined {
  if (type !== "PLAIN" || !comment || typeof value !== "string") return undefined;
  return `"#" begins a comment here, so the text would be ${JSON.stringify(value)}. Put the text in quotes to keep "#${comment}", or the comment on a line of its own.`;
}

/** The reader's own words, where they are not about its programming interface. */
function sayProblem({ code, message }: YAMLError): string {
  if (code === "MULTIPLE_DOCS")
    return "holds more than one document (a line `---` begins the next); put each into a file of its own";
  if (code === "RESOURCE_EXHAUSTION") return NESTED;
  return message;
}

const NESTED = "lists and fields are nested too deeply to be read";

function sayTrouble(cause: unknown): string {
  if (cause instanceof RangeError) return NESTED;
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.startsWith("Excessive alias count")
    ? `its aliases (\`*name\`) stand for too much: more than ${MAX_ALIASES} repetitions`
    : message;
}
