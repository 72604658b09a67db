import { meantField, meantValue } from "@klingkit/spec";
import type * as z from "zod/mini";
import type { BatchMistake } from "./batch-mistake.ts";
import { describeIssue } from "./describe-issue.ts";
import { nameOfRequest } from "./request-name.ts";

interface Origin {
  readonly document: unknown;
  /** File and line of the value at a path. */
  readonly place: (path: readonly PropertyKey[]) => string;
  /** Fields that exist at a path; empty where none is to be suggested. */
  readonly knownAt: (path: readonly PropertyKey[]) => readonly string[];
}

/** A mistake at a path of the document, with line and request. */
export function placeMistake(
  { path, message }: { readonly path: readonly PropertyKey[]; readonly message: string },
  { document, place }: Pick<Origin, "document" | "place">,
): BatchMistake {
  const [list, at] = path;
  const isRequest = list === "requests" && typeof at === "number";
  return {
    place: place(path),
    ...(isRequest ? { request: nameOfRequest(document, at) } : {}),
    field: formatField(isRequest ? path.slice(2) : path),
    message,
  };
}

/** A finding of the schema in the words of the one who wrote the batch: line, name of the request, field, and what was meant. */
export function describeMistakes(
  issue: z.core.$ZodIssue,
  { document, place, knownAt }: Origin,
): readonly BatchMistake[] {
  const [list, at] = issue.path;
  const isRequest = list === "requests" && typeof at === "number";
  const whose = isRequest ? { request: nameOfRequest(document, at) } : {};
  const inside = isRequest ? issue.path.slice(2) : issue.path;
  if (issue.code === "unrecognized_keys") {
    const known = knownAt(issue.path);
    return issue.keys.map((key) => ({
      place: place([...issue.path, key]),
      ...whose,
      field: formatField([...inside, key]),
      message: "is not a field here.",
      ...suggested(meantField(key, known)),
    }));
  }
  const field = formatField(inside);
  return [
    {
      place: place(issue.path),
      ...whose,
      ...(field === "" ? {} : { field }),
      ...sayValue(issue, field === "" && !isRequest),
    },
  ];
}

function sayValue(issue: z.core.$ZodIssue, isWhole: boolean): Pick<BatchMistake, "message" | "suggestion"> {
  if (isWhole)
    return {
      message: "is not a batch. A batch is a list of `requests`, each with a `prompt` and other fields.",
    };
  if (issue.code !== "invalid_value") return { message: `${describeIssue(issue)}.` };
  const values = issue.values.map(String);
  const written = issue.input === undefined ? "" : `${JSON.stringify(issue.input)} is not accepted. `;
  return { message: `${written}Use ${values.join(", ")}.`, ...suggested(meantValue(issue.input, values)) };
}

const suggested = (suggestion: string | undefined) => (suggestion === undefined ? {} : { suggestion });

/** `["shots", 0, "prompt"]` → `shots[0].prompt`. */
const formatField = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    "",
  );
