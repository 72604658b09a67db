/** Of our tracer and our meter. */
export const SCOPE = "klingkit";

/** Names of spans. A create is named by `submitName`, as the conventions for generative AI want it. */
export const SPAN = {
  plan: "klingkit.plan",
  approve: "klingkit.approve",
  /** The job was made. Its span is the parent of all that follow, in every process. */
  job: "klingkit.job",
  queue: "klingkit.queue",
  adopt: "klingkit.adopt",
  wait: "klingkit.wait",
  settle: "klingkit.settle",
  collect: "klingkit.collect",
} as const;

/**
 * Names of attributes. Those that begin with `gen_ai` are of https://github.com/open-telemetry/semantic-conventions-genai in
 * November 2026, which are "Development" and may still change: they are named here only.
 */
export const ATTRIBUTE = {
  operation: "gen_ai.operation.name",
  provider: "gen_ai.provider.name",
  model: "gen_ai.request.model",
  /** The id of the task. */
  responseId: "gen_ai.response.id",
  /** Prompts, where they are asked for. */
  inputMessages: "gen_ai.input.messages",
  errorType: "error.type",
  jobId: "klingkit.job.id",
  jobState: "klingkit.job.state",
  batchId: "klingkit.batch.id",
  purpose: "klingkit.purpose",
  route: "klingkit.route",
  pool: "klingkit.pool",
  /** Sends of the same key, from 1. */
  attempt: "klingkit.attempt",
  externalId: "klingkit.external_id",
  planHash: "klingkit.plan.hash",
  planJobs: "klingkit.plan.jobs",
  approvalId: "klingkit.approval.id",
  approvalKind: "klingkit.approval.kind",
  approvalVia: "klingkit.approval.via",
  /** What amounts are counted in. */
  unit: "klingkit.unit",
  unitsPlanned: "klingkit.units.planned",
  unitsReserved: "klingkit.units.reserved",
  unitsSettled: "klingkit.units.settled",
  /** `no`, `yes` or `unknown`. */
  mayHaveCharged: "klingkit.may_have_charged",
  /** The task was found by its key after the response was lost. */
  adopted: "klingkit.adopted",
  /** The service's own code of a refusal, such as 1303. */
  serviceCode: "klingkit.service.code",
  files: "klingkit.files",
  sizeBytes: "klingkit.size_bytes",
  account: "klingkit.account",
  unitsState: "klingkit.units.state",
} as const;

/** Names of metrics. */
export const METRIC = {
  /** How long create requests took. It was named gen_ai.client.operation.duration before. */
  requestDuration: "gen_ai.client.inference.duration",
  taskDuration: "klingkit.task.duration",
  refusals: "klingkit.refusals",
  slotsUsed: "klingkit.slots.used",
  slotsLimit: "klingkit.slots.limit",
  queueAge: "klingkit.queue.age",
  jobs: "klingkit.jobs",
  units: "klingkit.units",
} as const;

/** The well-known operation for multimodal output. */
export const GENERATE = "generate_content";

/** Name of the span of a create request. */
export const submitName = (model: string): string => `${GENERATE} ${model}`;
