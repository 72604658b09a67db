import type { JobRow, NewJob } from "../store/schema.ts";
import { ATTRIBUTE } from "./names.ts";
import type { Attributes } from "./telemetry.ts";

/** What every span of a job says. Its name is left out, because people write prompts into names. */
export const jobAttributes = (job: JobRow | NewJob): Attributes => ({
  [ATTRIBUTE.jobId]: job.id,
  [ATTRIBUTE.batchId]: job.batch_id,
  [ATTRIBUTE.purpose]: job.purpose,
  [ATTRIBUTE.provider]: job.provider,
  [ATTRIBUTE.model]: job.model,
  [ATTRIBUTE.route]: job.route_id,
  [ATTRIBUTE.pool]: job.pool,
});
