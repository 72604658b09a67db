import type { JobHistory, Refusal } from "@klingkit/engine";

/** Codes of refusals that only a response can bring. */
const OF_RESPONSES =
  /^KLINGKIT_(?:API|ACCOUNT|AUTHENTICATION|CONCURRENCY_LIMIT|CONTENT_POLICY|DUPLICATE_EXTERNAL_ID|IDEMPOTENCY_MISMATCH|INSUFFICIENT_BALANCE|NOT_FOUND|PERMISSION|RATE_LIMIT|RESPONSE|SERVER)$/;

/** A refusal of ours, before anything left: no connection, no key, an input that cannot be read, the end of a run. */
export const isOwnRefusal = ({
  code,
  serviceCode,
  requestId,
}: Partial<Pick<Refusal, "code" | "serviceCode" | "requestId">>): boolean =>
  serviceCode === undefined && requestId === undefined && !OF_RESPONSES.test(code ?? "KLINGKIT_API");

/** How often the create request of a job was sent, and how that ended: `1 × (accepted)`. A try that ended on this machine is none. */
export function sentText({ intent, error }: Pick<JobHistory, "intent" | "error">): string {
  if (!intent) return "not yet";
  const { sends, state } = intent;
  const isOwn = state === "refused" && error !== undefined && isOwnRefusal(error);
  if (!isOwn) return `${sends} × (${state})`;
  return sends === 1 ? "nothing was sent" : `tried ${sends} ×; nothing was sent the last time`;
}

/** Why a job has no file, in words. A job that was never sent can be stopped by the refusal of another one, whose request it names. */
export function errorText({
  error,
  waitsFor,
  intent,
}: Pick<JobHistory, "error" | "waitsFor" | "intent">): string | undefined {
  const isOfAnother = waitsFor === "pool" && !intent;
  return error && isOfAnother
    ? `Stopped by another request of the account. ${error.message}`
    : error?.message;
}
