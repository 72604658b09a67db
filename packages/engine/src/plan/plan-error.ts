export type PlanErrorCode =
  | "batch_unreadable"
  | "batch_invalid"
  | "batch_too_large"
  | "plan_unreadable"
  | "plan_altered"
  | "plan_newer"
  | "plan_stale"
  | "policy_invalid";

/** A batch or a plan cannot be used. Nothing was sent and nothing was spent. */
export class PlanError extends Error {
  override readonly name = "PlanError";
  readonly code: PlanErrorCode;

  constructor(code: PlanErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
