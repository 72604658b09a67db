/** Codes of results that could not be had. */
export type ResultUnavailableCode =
  | "result_missing"
  | "result_gone"
  | "result_ambiguous"
  | "result_unread"
  | "account_missing"
  | "frame_missing";

/** A job cannot be sent, because what it takes of another is not to be had. Nothing was sent. */
export class ResultUnavailable extends Error {
  override readonly name = "ResultUnavailable";
  readonly code: ResultUnavailableCode;
  /** A later try may find it. */
  readonly isPassing: boolean;

  constructor(
    code: ResultUnavailableCode,
    message: string,
    { isPassing = false, ...options }: ErrorOptions & { readonly isPassing?: boolean } = {},
  ) {
    super(`${message}; nothing was sent`, options);
    this.code = code;
    this.isPassing = isPassing;
  }
}
