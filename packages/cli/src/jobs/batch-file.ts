import type { JobClient, Plan } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import type { RouteChoiceOptions } from "../session/route-choice.ts";
import type { StoreOptions } from "../session/store-address.ts";

interface Meant extends RouteChoiceOptions, StoreOptions {
  readonly purpose?: string;
}

interface Planned {
  /** What was planned, as it was named. */
  readonly file: string;
  readonly plan: Plan;
  readonly jobClient: JobClient;
}

/** The file, where commands find the jobs of a plan by it: they know no flags that the plan was made with. Undefined elsewhere. */
export interface BatchFileName {
  /** For commands that buy, such as `--batch FILE`. */
  readonly batchFile: string | undefined;
  /** For commands that read, such as `kling report FILE`: they also find jobs under another purpose than that of the file. */
  readonly reportFile: string | undefined;
}

export async function findBatchFile(
  deps: Deps,
  options: Meant,
  { file, plan, jobClient }: Planned,
): Promise<BatchFileName> {
  if (file === "-") return { batchFile: undefined, reportFile: undefined };
  const { purpose, service, cheapest = false } = options;
  if (purpose === undefined && service === undefined && !cheapest)
    return { batchFile: file, reportFile: file };
  // Few runs have such flags.
  const { leadsToPlan } = await import("./find-jobs-of-file.ts");
  const { toRead, toBuy } = await leadsToPlan(deps, options, { given: file, jobClient, plan });
  return { batchFile: toBuy ? file : undefined, reportFile: toRead ? file : undefined };
}
