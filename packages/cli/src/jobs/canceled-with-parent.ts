import type { Job } from "@klingkit/engine";

/** Code of a job that was canceled because it takes a result of one that ended without it. */
const PARENT_FAILED = "parent_failed";

/** Whether a job was canceled because a job that it takes a result of failed: buying that one again buys it, too. */
export const isCanceledWithParent = ({ state, error }: Pick<Job, "state" | "error">): boolean =>
  state === "canceled" && error?.code === PARENT_FAILED;
