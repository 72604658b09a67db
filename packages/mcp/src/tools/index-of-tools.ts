import type * as z from "zod/mini";
import { approvePlan } from "./approve-plan.ts";
import { cancelJob } from "./cancel-job.ts";
import { elements } from "./elements.ts";
import { jobStatus } from "./job-status.ts";
import { listJobs } from "./list-jobs.ts";
import { listModels } from "./list-models.ts";
import { planVideos } from "./plan-videos.ts";
import { reviewUnknown } from "./review-unknown.ts";
import { runPlan } from "./run-plan.ts";
import { spend } from "./spend.ts";
import type { Tool } from "./tool.ts";

/** A tool whose input was checked by its own schema before it is called. */
type AnyTool = Omit<Tool, "call" | "input"> & {
  readonly input: z.ZodMiniObject;
  call(input: never, context: Parameters<Tool["call"]>[1]): ReturnType<Tool["call"]>;
};

/** Every tool, in the order in which clients list them. */
export const TOOLS: readonly AnyTool[] = [
  listModels,
  planVideos,
  runPlan,
  jobStatus,
  listJobs,
  cancelJob,
  reviewUnknown,
  spend,
  elements,
  approvePlan,
];
