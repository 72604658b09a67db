import { meantField, meantValue, orList } from "@klingkit/spec";
import type * as z from "zod/mini";
import { isFields } from "../arguments/is-fields.ts";
import type { BatchMistake } from "./batch-mistake.ts";
import { describeIssue } from "./describe-issue.ts";
import type { FilePlace } from "./file-place.ts";
import { nameOfRequest } from "./request-name.ts";
import { shownValue } from "./written-value.ts";

export type PlaceAt = (path: readonly PropertyKey[], part?: "name" | "value") => FilePlace;

interface Origin {
  readonly document: unknown;
  /** Where the name or the value of the field at a path stands. */
  readonly place: PlaceAt;
  /** Fields that exist at a path; empty where none is to be suggested. */
  readonly knownAt: (path: readonly PropertyKey[]) => readonly string[];
  /** What a file of this kind is, for one that is something else. */
  readonly whole: string;
}

/** A mistake at a path of the document, with place and request. */
export function placeMistake(
  { path, message }: { readonly path: readonly PropertyKey[]; readonly message: string },
  { document, place }: Pick<Origin, "document" | "place">,
): BatchMistake {
  const [list, at] = path;
  const isRequest = list === "requests" && typeof at === "number";
  return {
    ...place(path),
    ...(isRequest ? { request: nameOfRequest(document, at) } : {}),
    field: formatField(isRequest ? path.slice(2) : path),
    message,
  };
}

/** A finding of the schema in the words of the one who wrote the file: place, name of the request, field, value, and what was meant. */
export function describeMistakes(issue: z.core.$ZodIssue, origin: Origin): readonly BatchMistake[] {
  const { document, place, knownAt, whole } = origin;
  const [list, at] = issue.path;
  const isRequest = list === "requests" && typeof at === "number";
  const whose = isRequest ? { request: nameOfRequest(document, at) } : {};
  const inside = isRequest ? issue.path.slice(2) : issue.path;
  if (issue.code === "unrecognized_keys") {
    const known = knownAt(issue.path);
    return issue.keys.map((key) => {
      const meant = meantField(key, known);
      const spot = place([...issue.path, key], "name");
      return {
        ...spot,
        ...whose,
        field: formatField([...inside, key]),
        message: isCutOff(key, spot)
          ? `${NO_FIELD} ${CUT_OFF}`
          : meant === undefined && known.length > 0
            ? `${NO_FIELD} Use ${orList(known)}.`
            : NO_FIELD,
        ...(known.length > 0 ? { allowed: known } : {}),
        ...(meant === undefined ? {} : { suggestion: meant }),
      };
    });
  }
  const field = formatField(inside);
  if (field === "" && !isRequest) return [{ file: place([]).file, message: whole }];
  return [
    {
      ...place(issue.path),
      ...whose,
      ...(field === "" ? {} : { field }),
      ...sayValue(issue, field, modelOf(document, at)),
    },
  ];
}

const NO_FIELD = "is not a field here.";
const CUT_OFF =
  "A comma between braces begins another field. If this belongs to the text before it, put all of that text in quotes.";

/** Whether a name stands where YAML takes `{ prompt: a fox, close-up }` for two fields, the second one without a value. */
function isCutOff(name: string, { column, sourceLine }: FilePlace): boolean {
  if (column === undefined || sourceLine === undefined) return false;
  const rest = sourceLine.slice(column - 1);
  return rest.startsWith(name) && !/^\s*:/.test(rest.slice(name.length));
}

function sayValue(
  issue: z.core.$ZodIssue,
  field: string,
  model: string | undefined,
): Pick<BatchMistake, "message" | "suggestion" | "value" | "allowed"> {
  const value = shownValue(field, issue.input);
  const shown = value === undefined ? {} : { value };
  const named = value === undefined ? "" : `${JSON.stringify(value)} `;
  if (issue.code !== "invalid_value") {
    const words = describeIssue(issue);
    return { ...shown, message: words.startsWith("must be ") ? `${named}${words}` : words };
  }
  const allowed = issue.values.map((each) => (typeof each === "number" ? each : String(each)));
  const words = allowed.map(String);
  if (issue.input === undefined) return { message: `is missing. Use ${orList(words)}.`, allowed };
  const meant = meantValue(issue.input, words);
  return {
    ...shown,
    message: `${named}is not supported${model === undefined ? "" : ` by ${model}`}. Use ${orList(words)}.`,
    allowed,
    ...(meant === undefined ? {} : { suggestion: meant }),
  };
}

/** The model that a request names, itself or by the defaults. */
function modelOf(document: unknown, at: unknown): string | undefined {
  if (!isFields(document) || typeof at !== "number") return undefined;
  const requests: unknown = document["requests"];
  const request: unknown = Array.isArray(requests) ? requests[at] : undefined;
  const named = [request, document["defaults"]].map((fields) =>
    isFields(fields) ? fields["model"] : undefined,
  );
  return named.find((name) => typeof name === "string");
}

/** `["shots", 0, "prompt"]` → `shots[0].prompt`. */
const formatField = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    "",
  );
