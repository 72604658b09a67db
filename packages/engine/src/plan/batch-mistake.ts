import { requireObjects } from "../arguments/require-arguments.ts";
import { type FilePlace, sayPlace } from "./file-place.ts";

/** One mistake in a file of the user, with its place. */
export interface BatchMistake extends FilePlace {
  /** Name of the request, or its number. Absent for what concerns the whole file. */
  readonly request?: string;
  /** Other requests that have it from the same place, such as the defaults. */
  readonly alsoIn?: readonly string[];
  /** Field of the request or of the file, such as `shots[0].prompt`. */
  readonly field?: string;
  /** What stands there, where it is short enough to be repeated. */
  readonly value?: string | number | boolean;
  /** What is wrong and what passes, without place and field. */
  readonly message: string;
  /** All values that pass, where they can be listed. */
  readonly allowed?: readonly (string | number)[];
  /** The field or value that was most likely meant. */
  readonly suggestion?: string;
  /** What was thrown, where a file could not be read. */
  readonly cause?: unknown;
}

/** `b.yaml:2:18, request "fox": aspectRatio "4:3" is not supported. Use 16:9, 9:16 or 1:1.` */
export function sayMistake(mistake: BatchMistake): string {
  requireObjects("sayMistake", { mistake });
  const { request, field, alsoIn = [] } = mistake;
  const more = alsoIn.length === 0 ? "" : ` and ${alsoIn.length} more`;
  const whose = request === undefined ? "" : `, request ${JSON.stringify(request)}${more}`;
  const isWhole = whose === "" && field === undefined && isPredicate(mistake);
  return `${sayPlace(mistake)}${whose}${isWhole ? " " : ": "}${sayFault(mistake)}`;
}

/** The same without the place, for a caller that has no file: `aspectRatio "4:3" is not supported. Use 16:9, 9:16 or 1:1.` */
export function sayFault(mistake: Omit<BatchMistake, "file">): string {
  requireObjects("sayFault", { mistake });
  const { field, message, suggestion } = mistake;
  const what = field === undefined ? "" : `${field}${isPredicate(mistake) ? " " : ": "}`;
  const hint = suggestion === undefined ? "" : ` Did you mean ${suggestion}?`;
  return `${what}${message}${hint}`;
}

/** Whether the message goes on where the field or the file has been named, and is no sentence of its own. */
const isPredicate = ({ value, message }: Pick<BatchMistake, "value" | "message">): boolean =>
  /^(?:is|has|must|cannot) /.test(message) ||
  (value !== undefined && message.startsWith(`${JSON.stringify(value)} `));
