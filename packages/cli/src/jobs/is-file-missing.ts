import { existsSync } from "node:fs";
import type { Job } from "@klingkit/engine";

/** Done, and its file was deleted or moved, or another machine has it. */
export const isFileMissing = ({ state, filePath }: Pick<Job, "state" | "filePath">): boolean =>
  state === "collected" && filePath !== "" && !existsSync(filePath);
