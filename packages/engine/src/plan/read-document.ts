import { isScalar, LineCounter, parseDocument, type Scalar, visit, type YAMLError } from "yaml";
import { PlanError, type PlanErrorCode } from "./plan-error.ts";

/** Uses of one anchor that pass: as many as a batch may have jobs. A few lines could stand for billions of values otherwise. */
const MAX_ALIASES = 10_000;

/** Plain values of a YAML or JSON text that a person wrote. Throws PlanError with the code when it is not one sound document. */
export function readDocument(
  source: string,
  { fileName, code }: { readonly fileName: string; readonly code: PlanErrorCode },
): unknown {
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
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (cause) {
    throw new PlanError(code, `${fileName}: ${sayTrouble(cause)}`, { cause });
  }
}

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
