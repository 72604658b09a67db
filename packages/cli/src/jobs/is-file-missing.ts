import { existsSync } from "node:fs";
import { isFileLost, type Job } from "@klingkit/engine";

/** Done, and its file was deleted or moved, or another machine has it. */
export const isFileMissing = ({ state, filePath }: Pick<Job, "state" | "filePath">): boolean =>
  state === "collected" && filePath !== "" && !existsSync(filePath);

/** Behind the path of a file that is not on this disk: `gone` where the service no longer has it either. Empty where it is there. */
export function absenceNote(job: Pick<Job, "state" | "filePath" | "error">): string {
  if (!isFileMissing(job)) return "";
  return isFileLost(job) ? " (gone)" : " (not there)";
}
