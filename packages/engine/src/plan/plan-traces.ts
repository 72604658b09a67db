import { ATTRIBUTE, SPAN } from "../telemetry/names.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import { readCarrier, type TraceCarrier } from "../telemetry/trace-carrier.ts";
import type { Plan } from "./plan.ts";
import type { PlanErrorCode } from "./plan-error.ts";

/** Spans in which plans of this process were made. A plan itself is the same for the same input, and so carries none. */
const traces = new WeakMap<Plan, TraceCarrier>();

export const traceOfPlan = (plan: Plan): TraceCarrier | undefined => traces.get(plan);

/** The same plan with other jobs, such as those that are left to buy. */
export function keepTrace(plan: Plan, of: Plan): Plan {
  const trace = traces.get(of);
  if (trace) traces.set(plan, trace);
  return plan;
}

/** Makes a plan inside a span, which approvals and jobs of the plan link to in this process. */
export async function tracePlan(telemetry: Telemetry | undefined, make: () => Promise<Plan>): Promise<Plan> {
  if (!telemetry) return make();
  const span = telemetry.startSpan({ name: SPAN.plan, attributes: {} });
  try {
    const plan = await span.run(make);
    const { hash, jobs, purpose, totals, verdict } = plan;
    const isInvalid = verdict === "invalid";
    const attributes = {
      [ATTRIBUTE.planHash]: hash,
      [ATTRIBUTE.planJobs]: jobs.length,
      [ATTRIBUTE.purpose]: purpose,
      [ATTRIBUTE.unit]: totals.unit ?? "video",
      // A plan with mistakes has no price.
      [ATTRIBUTE.unitsPlanned]: isInvalid ? undefined : totals.units,
    };
    span.end({ attributes, ...(isInvalid ? { errorType: INVALID } : {}) });
    const carrier = readCarrier(span.carrier);
    if (carrier) traces.set(plan, carrier);
    return plan;
  } catch (error) {
    span.end({ errorType: codeOf(error) });
    throw error;
  }
}

/** The verdict of a plan with mistakes, as those who refuse it call it. */
const INVALID = "plan_invalid" satisfies PlanErrorCode;

/** Never the message: it quotes the batch. */
const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "_OTHER";
