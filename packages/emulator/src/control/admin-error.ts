/** Why the admin API refuses: the HTTP status follows from the code. */
export type AdminErrorCode =
  | "invalid_json"
  | "invalid_request"
  | "invalid_faults"
  | "unauthorized"
  | "host_refused"
  | "origin_refused"
  | "not_found"
  | "task_not_open"
  | "method_not_allowed";

const STATUS: Readonly<Record<AdminErrorCode, number>> = {
  invalid_json: 400,
  invalid_request: 400,
  invalid_faults: 400,
  unauthorized: 401,
  host_refused: 403,
  origin_refused: 403,
  not_found: 404,
  task_not_open: 409,
  method_not_allowed: 405,
};

/** A request that the admin API does not carry out. */
export class AdminError extends Error {
  override readonly name = "AdminError";
  readonly code: AdminErrorCode;
  /** More keys for the `error` object of the answer. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: AdminErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }

  toResponse(): Response {
    const { code, message, details } = this;
    return Response.json({ error: { code, message, ...details } }, { status: STATUS[code] });
  }
}
