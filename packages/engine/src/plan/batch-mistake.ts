/** One thing in a batch that has to be corrected, with the place where it stands. */
export interface BatchMistake {
  /** File and line, such as `batch.yaml:4`; the file alone where the line is unknown. */
  readonly place: string;
  /** Name of the request, or its number. Absent for what concerns the whole batch. */
  readonly request?: string;
  /** Field of the request or of the batch, such as `shots[0].prompt`. */
  readonly field?: string;
  /** What is wrong and what passes, without place and field. */
  readonly message: string;
  /** The field or value that was most likely meant. */
  readonly suggestion?: string;
  /** What was thrown, where a file could not be read. */
  readonly cause?: unknown;
}

/** `b.yaml:2, request "fox": aspectRatio: "4:3" is not accepted. Use 16:9, 9:16, 1:1.` */
export function sayMistake({ place, request, field, message, suggestion }: BatchMistake): string {
  const whose = request === undefined ? "" : `, request ${JSON.stringify(request)}`;
  const what = field === undefined ? "" : `${field}: `;
  const hint = suggestion === undefined ? "" : ` Did you mean ${suggestion}?`;
  return `${place}${whose}: ${what}${message}${hint}`;
}
