import type { Approval } from "../approve/approval.ts";
import type { Plan } from "../plan/plan.ts";
import { traceOfPlan } from "../plan/plan-traces.ts";
import type { NewJob } from "../store/schema.ts";
import { firstAttributes } from "../telemetry/job-attributes.ts";
import { ATTRIBUTE, SPAN } from "../telemetry/names.ts";
import type { Attributes, Telemetry, TelemetrySpan } from "../telemetry/telemetry.ts";
import { readCarrier, type TraceCarrier } from "../telemetry/trace-carrier.ts";

/** Traces of the jobs that a plan becomes. */
export interface JobTraces {
  /** What the job at this place of the batch belongs to; the same at every try to write it. */
  traceOf(place: number, job: NewJob, origin: JobOrigin): TraceCarrier | undefined;
  /** The jobs are in the store. */
  end(): void;
}

/** What a job comes from. */
export interface JobOrigin {
  readonly approval?: Approval | undefined;
  /** Of the job that it replaces. */
  readonly replacedTrace?: TraceCarrier | undefined;
}

interface Batch {
  readonly plan: Plan;
  /** What the caller's own trace is, where it is not the active span. */
  readonly trace: TraceCarrier | undefined;
  readonly startMs: number;
  readonly nowMs: () => number;
}

/** What approved a job, as its first span says it. */
export const approvalAttributes = (approval: Approval | undefined): Attributes => ({
  [ATTRIBUTE.planHash]: approval?.planHash,
  [ATTRIBUTE.approvalId]: approval?.id,
  [ATTRIBUTE.approvalKind]: approval?.kind,
  [ATTRIBUTE.approvalVia]: approval?.via,
});

/**
 * The trace of a job is that of its caller. Without one a single job belongs to the trace of its approval or its plan, and each of
 * several jobs has a trace of its own, which links there.
 */
export function createJobTraces(
  telemetry: Telemetry | undefined,
  { plan, trace, startMs, nowMs }: Batch,
): JobTraces {
  const given = readCarrier(trace);
  // Whoever runs the job may report to the caller's trace although nothing is reported here.
  if (!telemetry) return { traceOf: () => given, end: () => undefined };
  const caller = given ?? telemetry.active();
  const { startSpan } = telemetry;
  const begun = new Map<number, { readonly span: TelemetrySpan; readonly job: NewJob }>();

  function start({ approval, replacedTrace }: JobOrigin): TelemetrySpan {
    const before = approval?.trace ?? traceOfPlan(plan);
    const parent = caller ?? (plan.jobs.length === 1 ? before : undefined);
    const links = [before, replacedTrace].flatMap((one) =>
      one === undefined || one === parent ? [] : [one],
    );
    const attributes: Attributes = { ...approvalAttributes(approval), [ATTRIBUTE.planHash]: plan.hash };
    return startSpan({ name: SPAN.job, kind: "producer", startMs, parent, links, attributes });
  }

  return {
    traceOf(place, job, origin) {
      const { span } = begun.get(place) ?? { span: start(origin) };
      begun.set(place, { span, job });
      return readCarrier(span.carrier);
    },
    end() {
      const endMs = nowMs();
      for (const { span, job } of begun.values()) span.end({ endMs, attributes: firstAttributes(job) });
    },
  };
}
