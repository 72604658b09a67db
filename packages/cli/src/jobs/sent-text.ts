import type { EngineEvent, JobHistory, Refusal } from "@klingkit/engine";
import { countOf } from "../terminal/count-of.ts";

/** Codes of refusals that only a response can bring. */
const OF_RESPONSES =
  /^KLINGKIT_(?:API|ACCOUNT|AUTHENTICATION|CONCURRENCY_LIMIT|CONTENT_POLICY|DUPLICATE_EXTERNAL_ID|IDEMPOTENCY_MISMATCH|INSUFFICIENT_BALANCE|NOT_FOUND|PERMISSION|RATE_LIMIT|RESPONSE|SERVER)$/;

/** A refusal of ours, before anything left: no connection, no key, an input that cannot be read, the end of a run. */
const isOwnRefusal = ({
  code,
  serviceCode,
  requestId,
}: Partial<Pick<Refusal, "code" | "serviceCode" | "requestId">>): boolean =>
  serviceCode === undefined && requestId === undefined && !OF_RESPONSES.test(code ?? "KLINGKIT_API");

/** A try of a job that ended before its create request left. A job that a look-up ends without a task has no remedy: its request left. */
export const isOwnTry = (event: EngineEvent): boolean =>
  (event.kind === "job-refused" || (event.kind === "job-rejected" && event.data.remedy !== undefined)) &&
  isOwnRefusal(event.data);

/** How often the create request of a job was sent, and how that ended: `1 × (accepted)`. A try that ended on this machine is none. */
export function sentText({
  state: jobState,
  intent,
  events,
}: Pick<JobHistory, "state" | "intent" | "events">): string {
  if (!intent) return jobState === "canceled" ? "never" : "not yet";
  const { sends, state } = intent;
  const own = events.filter(isOwnTry).length;
  if (own === 0) return `${sends} × (${state})`;
  const tries = countOf(own, "attempt");
  if (sends > own) return `${sends - own} × (${state}); ${tries} sent nothing`;
  return own === 1 ? "nothing was sent" : `nothing was sent in ${tries}`;
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
