/** Code of an error of a job, as its row has it: the engine wrote it. Undefined for a job without an error. */
export const errorCodeOf = (errorJson: string | null): unknown =>
  errorJson === null ? undefined : (JSON.parse(errorJson) as { readonly code?: unknown }).code;
