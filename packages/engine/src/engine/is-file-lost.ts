import { existsSync } from "node:fs";
import { requireObjects } from "../arguments/require-arguments.ts";
import { RESULT_GONE } from "../collect/result-gone.ts";
import type { Job } from "./job-view.ts";

/** Whether the file of a collected job is not on this machine, and the service no longer has it. Another machine may have it. */
export const isFileLost = (job: Pick<Job, "state" | "error" | "filePath">): boolean => {
  requireObjects("isFileLost", { job });
  const { state, error, filePath } = job;
  return state === "collected" && error?.code === RESULT_GONE && !existsSync(filePath);
};
