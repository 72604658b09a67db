import { stat } from "node:fs/promises";
import { formatPlan, type Plan } from "@klingkit/engine";
import { CliError } from "../errors/cli-error.ts";
import { writeWhole } from "../files/write-whole.ts";
import { requirePlanPlace } from "../files/written-by-klingkit.ts";

export interface WritePlanOptions {
  /** Absolute. */
  readonly filePath: string;
  /** Flag that named the file. */
  readonly flag: "--output" | "--save-plan";
}

/**
 * Saves a plan, in place of another plan at most. Throws `file_exists` and `write_error`: nothing was bought, so that another place is
 * all that is needed.
 */
export async function writePlan(plan: Plan, { filePath, flag }: WritePlanOptions): Promise<void> {
  await requirePlanPlace({ path: filePath, flag });
  await writeWhole(filePath, formatPlan(plan)).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The plan was not saved: ${reason}. Nothing was sent or spent. Choose another place with ${flag}.`;
    throw new CliError({ code: "write_error", message, cause });
  });
}

/** Whether two paths lead to one file, through links of either kind as well. */
export async function isSameFile(left: string, right: string): Promise<boolean> {
  // What is not there is no file yet; what cannot be looked at is told by whoever opens it.
  const [one, other] = await Promise.all([left, right].map((path) => stat(path).catch(() => undefined)));
  return one !== undefined && one.dev === other?.dev && one.ino === other.ino;
}
