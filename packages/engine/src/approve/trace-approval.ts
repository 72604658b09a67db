import type { Clock } from "klingkit";
import type { Plan } from "../plan/plan.ts";
import { traceOfPlan } from "../plan/plan-traces.ts";
import { ATTRIBUTE, SPAN } from "../telemetry/names.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import { readCarrier, type TraceCarrier } from "../telemetry/trace-carrier.ts";
import type { Approval, Grant } from "./approval.ts";

/** Gives an approval inside a span, which is kept with it: jobs of other processes link there. */
export const traceApproval = (
  deps: TraceDeps,
  asked: Asked,
  approve: (trace: TraceCarrier | undefined) => Promise<Approval>,
): Promise<Approval> => traceApprovalIn(deps, asked, { approve, approvalIn: (approval) => approval });

interface TraceDeps {
  readonly telemetry?: Telemetry | undefined;
  readonly clock: Pick<Clock, "nowMs">;
}

interface Asked {
  readonly plan: Plan;
  readonly grant: Grant;
}

interface ApprovalStep<Result> {
  readonly approve: (trace: TraceCarrier | undefined) => Promise<Result>;
  /** Undefined where none was given after all. */
  readonly approvalIn: (result: Result) => Approval | undefined;
}

/** The same for what brings an approval with something else. */
export async function traceApprovalIn<Result>(
  { telemetry, clock }: TraceDeps,
  { plan, grant }: Asked,
  { approve, approvalIn }: ApprovalStep<Result>,
): Promise<Result> {
  const given = readCarrier(grant.trace);
  if (!telemetry) return approve(given);
  const span = telemetry.startSpan({
    name: SPAN.approve,
    startMs: clock.nowMs(),
    parent: given ?? telemetry.active() ?? traceOfPlan(plan),
    attributes: {
      [ATTRIBUTE.planHash]: plan.hash,
      [ATTRIBUTE.planJobs]: plan.jobs.length,
      [ATTRIBUTE.purpose]: plan.purpose,
    },
  });
  const result = await approve(readCarrier(span.carrier));
  const { id, kind, via, unit, maxUnits } = approvalIn(result) ?? {};
  span.end({
    endMs: clock.nowMs(),
    attributes: {
      [ATTRIBUTE.approvalId]: id,
      [ATTRIBUTE.approvalKind]: kind,
      [ATTRIBUTE.approvalVia]: via,
      [ATTRIBUTE.unit]: unit,
      [ATTRIBUTE.unitsReserved]: maxUnits ?? undefined,
    },
  });
  return result;
}
