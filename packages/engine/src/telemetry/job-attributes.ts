import type { JobRow, NewJob } from "../store/schema.ts";
import { ATTRIBUTE } from "./names.ts";
import type { Attributes } from "./telemetry.ts";

/** Words of a service that name one of few things; anything longer may be a sentence that quotes what was sent. */
const CODE = /^[\w.:-]{1,40}$/;

/** A code as it may be reported; undefined for what is none. */
export const codeOf = (code: number | string | undefined): number | string | undefined =>
  typeof code === "string" && !CODE.test(code) ? undefined : code;

/** What every span of a job says; the first one says more. */
export const jobAttributes = (job: JobRow | NewJob): Attributes => ({
  [ATTRIBUTE.jobId]: job.id,
  [ATTRIBUTE.purpose]: job.purpose,
  [ATTRIBUTE.provider]: job.provider,
  [ATTRIBUTE.model]: job.model,
});

/** What the first span of a job says. Its name is left out, because people write prompts into names. */
export const firstAttributes = (job: JobRow | NewJob): Attributes => ({
  ...jobAttributes(job),
  [ATTRIBUTE.batchId]: job.batch_id,
  [ATTRIBUTE.route]: job.route_id,
  [ATTRIBUTE.pool]: job.pool,
});
