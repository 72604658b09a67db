import { isFields } from "../arguments/is-fields.ts";

/** Where the requests of a batch stand in their file, of which some may have been left out. */
export interface Numbering {
  /** Number of each request in the file, from 0. */
  readonly places: readonly number[];
  /** Requests of the file. */
  readonly count: number;
}

/** Name of a job that has none: `01`, as wide as the batch needs. */
export const numberName = (index: number, count: number): string =>
  String(index + 1).padStart(Math.max(2, String(count).length), "0");

/** Name of a request of a document that need not be a sound batch, as its jobs are named: `fox`, `03`, or `05 to 06` with a matrix. */
export function nameOfRequest(document: unknown, at: number): string {
  const fields = isFields(document) ? document : {};
  const requests: readonly unknown[] = Array.isArray(fields["requests"]) ? fields["requests"] : [];
  const request = requests[at];
  const name = isFields(request) ? request["name"] : undefined;
  if (typeof name === "string" && name.trim() !== "") return name;
  const turns = countTurns(fields["matrix"]);
  const count = requests.length * turns;
  const first = numberName(at * turns, count);
  return turns > 1 ? `${first} to ${numberName((at + 1) * turns - 1, count)}` : first;
}

export const countRequests = (document: unknown): number =>
  isFields(document) && Array.isArray(document["requests"]) ? document["requests"].length : 1;

/** How many jobs the matrix makes of each request. */
export function countTurns(matrix: unknown): number {
  const axes: readonly unknown[] = isFields(matrix) ? Object.values(matrix) : [];
  return axes.reduce<number>((product, values) => product * (Array.isArray(values) ? values.length : 1), 1);
}
