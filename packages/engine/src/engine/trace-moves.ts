import type { Clock } from "klingkit";
import type { CommittedMove } from "../state/committed-moves.ts";
import type { JobState } from "../store/job-state.ts";
import { codeOf, jobAttributes } from "../telemetry/job-attributes.ts";
import { ATTRIBUTE, METRIC, SPAN } from "../telemetry/names.ts";
import type { Attributes, SpanEnd, SpanStart, Telemetry } from "../telemetry/telemetry.ts";
import { carrierOf } from "../telemetry/trace-carrier.ts";

/** A step that is over. Its times are in the store, so that it may have begun in a process that is dead. */
interface Stage {
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes?: Attributes;
  readonly errorType?: string | undefined;
}

/** Reports what changes of state say: the stages that end with them, and what is counted. */
export function traceMoves(
  telemetry: Telemetry,
  clock: Pick<Clock, "nowMs">,
): (moves: readonly CommittedMove[]) => void {
  return (moves) => {
    const committedAtMs = clock.nowMs();
    for (const move of moves) {
      report(telemetry, move, stagesOf(move, committedAtMs));
      countMove(telemetry, move);
    }
  };
}

const NONE: Attributes = {};

function report(telemetry: Telemetry, { job }: CommittedMove, stages: readonly Stage[]): void {
  const parent = carrierOf(job.trace_json);
  // Its trace begins when a run first works on it, see `beginTraces`.
  if (parent === undefined) return;
  for (const { name, startMs, endMs, attributes, errorType } of stages) {
    // The sampler has decided with the first span, and attributes cost the SDK twice as much at the start.
    const start: SpanStart = { name, startMs, parent, attributes: NONE };
    const end: SpanEnd = { endMs, errorType, attributes: { ...jobAttributes(job), ...attributes } };
    telemetry.startSpan(start).end(end);
  }
}

function stagesOf(move: CommittedMove, committedAtMs: number): readonly Stage[] {
  const { job, to, atMs, event } = move;
  // `updated_at`: since when the job has been in its state.
  const since = { startMs: Math.min(job.updated_at, atMs), endMs: atMs };
  if (to === "submitting") return job.state === "approved" ? [{ name: SPAN.queue, ...since }] : [];
  if (event.kind === "job-file-lost") return [];
  if (to === "collected") return [{ name: SPAN.collect, ...since, attributes: filesOf(move) }];
  if (event.kind === "job-adopted") {
    const attributes = { [ATTRIBUTE.adopted]: true, [ATTRIBUTE.responseId]: event.data.taskId };
    return [{ name: SPAN.adopt, ...since, attributes }];
  }
  const ended = ENDS[to];
  if (ended === undefined || job.state === "collected") return [];
  const settle = {
    name: SPAN.settle,
    startMs: atMs,
    endMs: Math.max(atMs, committedAtMs),
    ...describeEnd(move, ended),
  };
  return job.state === "running" ? [waitOf(move), settle] : [settle];
}

/** From the acceptance of the task until its end was seen. */
const waitOf = ({ job, atMs }: CommittedMove): Stage => ({
  name: SPAN.wait,
  startMs: Math.min(job.accepted_at ?? job.updated_at, atMs),
  endMs: atMs,
  attributes: { [ATTRIBUTE.responseId]: job.task_id ?? undefined },
});

/** Whether money was spent at each end, before the amount that was booked is looked at. */
const ENDS: Readonly<Partial<Record<JobState, "yes" | "no" | "unknown">>> = {
  succeeded: "yes",
  failed: "yes",
  expired: "yes",
  rejected: "no",
  canceled: "no",
  unknown: "unknown",
};

function describeEnd({ job, to, event }: CommittedMove, spent: "yes" | "no" | "unknown") {
  const booked = "units" in event.data ? event.data.units : undefined;
  const settled = spent === "no" ? 0 : booked;
  const attributes: Attributes = {
    [ATTRIBUTE.jobState]: to,
    [ATTRIBUTE.unit]: job.unit,
    [ATTRIBUTE.unitsReserved]: job.estimate_units ?? undefined,
    [ATTRIBUTE.unitsSettled]: settled,
    [ATTRIBUTE.mayHaveCharged]: settled === 0 ? "no" : spent,
  };
  return to === "succeeded" ? { attributes } : { attributes, errorType: errorTypeOf(event) ?? to };
}

function errorTypeOf({ data }: CommittedMove["event"]): string | undefined {
  if ("code" in data) return data.code;
  return "isContentPolicy" in data ? "content_policy" : undefined;
}

function filesOf({ event }: CommittedMove): Attributes {
  if (event.kind !== "job-collected") return {};
  const { others = [], sizeBytes } = event.data;
  const sizes = [...(sizeBytes === undefined ? [] : [sizeBytes]), ...others.map((file) => file.sizeBytes)];
  return {
    [ATTRIBUTE.files]: sizes.length,
    [ATTRIBUTE.sizeBytes]: sizes.reduce((sum, size) => sum + size, 0),
  };
}

function countMove(telemetry: Telemetry, { job, to, atMs, event }: CommittedMove): void {
  const { provider, model, pool } = job;
  const names = { [ATTRIBUTE.provider]: provider, [ATTRIBUTE.model]: model };
  if (event.kind === "job-refused" || event.kind === "job-rejected") {
    const { code, serviceCode } = event.data;
    telemetry.count(METRIC.refusals, {
      ...names,
      [ATTRIBUTE.pool]: pool,
      [ATTRIBUTE.errorType]: code,
      [ATTRIBUTE.serviceCode]: codeOf(serviceCode),
    });
  }
  if (job.state === "running" && ENDS[to] !== undefined && job.accepted_at !== null) {
    const seconds = Math.max(0, atMs - job.accepted_at) / 1000;
    telemetry.measure(METRIC.taskDuration, seconds, { ...names, [ATTRIBUTE.jobState]: to });
  }
}
