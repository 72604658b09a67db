import { collectJob } from "../collect/collect-job.ts";
import type { Advance } from "../dispatch/dispatcher.ts";
import { followJobs } from "../follow/follow-jobs.ts";
import { reconcile } from "../submit/reconcile.ts";
import { submitJobs } from "../submit/submit-jobs.ts";
import { beginTraces } from "./begin-traces.ts";

/** Which stage does the next step of a state. */
export const advance: Advance = async (context, { state, jobs: claimed, signal, onEnd }) => {
  const jobs = await beginTraces(context, claimed);
  switch (state) {
    case "approved":
      return submitJobs(context, jobs, onEnd);
    case "submitting":
      await Promise.all(jobs.map((job) => reconcile(context, job).then(() => onEnd(1))));
      return;
    case "running":
      return followJobs(context, jobs, onEnd);
    case "succeeded":
      await Promise.all(jobs.map((job) => collectJob(context, job, signal)));
      return;
  }
};
