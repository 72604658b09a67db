import type { Clock } from "klingkit";
import type { PlannedJob } from "../plan/plan.ts";
import { requestText } from "../plan/request-text.ts";
import type { SubmitAnswer } from "../provider/provider.ts";
import { serviceKeyOf } from "../provider/service-key.ts";
import { codeOf, jobAttributes } from "../telemetry/job-attributes.ts";
import { ATTRIBUTE, GENERATE, METRIC, submitName } from "../telemetry/names.ts";
import type { Attributes, SpanEnd, Telemetry } from "../telemetry/telemetry.ts";
import { carrierOf } from "../telemetry/trace-carrier.ts";
import type { Opened } from "./write-intents.ts";

export interface TracedSubmit {
  readonly opened: Opened;
  /** The same create under the same key as an earlier send, see `Recovery`. */
  readonly isReplay: boolean;
}

/** Sends a create inside a span, which spans of the HTTP client belong to. */
export async function traceSubmit(
  { telemetry, clock }: { readonly telemetry?: Telemetry | undefined; readonly clock: Pick<Clock, "nowMs"> },
  { opened, isReplay }: TracedSubmit,
  send: () => Promise<SubmitAnswer>,
): Promise<SubmitAnswer> {
  if (!telemetry) return send();
  const { job } = opened;
  const startMs = clock.nowMs();
  const span = telemetry.startSpan({
    name: submitName(job.model),
    kind: "client",
    startMs,
    parent: carrierOf(job.trace_json),
    attributes: { ...submitAttributes(opened), ...(telemetry.recordsPrompts ? promptOf(opened) : {}) },
  });
  // It never rejects: what goes wrong is an answer.
  const answer = await span.run(send);
  const endMs = clock.nowMs();
  const end = describeAnswer(answer, isReplay);
  span.end({ endMs, ...end });
  telemetry.measure(METRIC.requestDuration, (endMs - startMs) / 1000, {
    [ATTRIBUTE.operation]: GENERATE,
    [ATTRIBUTE.provider]: job.provider,
    [ATTRIBUTE.model]: job.model,
    [ATTRIBUTE.errorType]: end.errorType,
  });
  return answer;
}

const submitAttributes = ({ job, intent }: Opened): Attributes => ({
  ...jobAttributes(job),
  [ATTRIBUTE.operation]: GENERATE,
  [ATTRIBUTE.attempt]: intent.sends,
  [ATTRIBUTE.externalId]: serviceKeyOf(job).externalId,
  [ATTRIBUTE.unit]: job.unit,
  [ATTRIBUTE.unitsReserved]: job.estimate_units ?? undefined,
});

/** What the conventions have for an error without a code. */
const OTHER_ERROR = "_OTHER";

/** Codes only: messages of a service may quote what was sent. */
function describeAnswer(answer: SubmitAnswer, isReplay: boolean): SpanEnd {
  switch (answer.kind) {
    case "accepted":
      return {
        attributes: {
          [ATTRIBUTE.responseId]: answer.taskId,
          [ATTRIBUTE.mayHaveCharged]: "yes",
          [ATTRIBUTE.adopted]: isReplay,
        },
      };
    case "refused": {
      // It says nothing about an earlier send under the key.
      const mayHaveCharged = isReplay ? "unknown" : "no";
      const attributes = {
        [ATTRIBUTE.mayHaveCharged]: mayHaveCharged,
        [ATTRIBUTE.serviceCode]: codeOf(answer.serviceCode),
      };
      return { attributes, errorType: answer.code };
    }
    case "duplicate":
    case "mismatch":
    case "unclear":
      return { attributes: { [ATTRIBUTE.mayHaveCharged]: "unknown" }, errorType: answer.code ?? OTHER_ERROR };
  }
}

/** In the form of the conventions. */
function promptOf({ planText }: Opened): Attributes {
  // Written by `insertBatch`.
  const content = requestText(JSON.parse(planText ?? "{}") as Partial<PlannedJob>);
  if (content === undefined) return {};
  const messages = [{ role: "user", parts: [{ type: "text", content }] }];
  return { [ATTRIBUTE.inputMessages]: JSON.stringify(messages) };
}
