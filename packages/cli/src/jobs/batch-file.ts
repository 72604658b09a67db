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

/** The file, where commands that take `--batch FILE` find the jobs of the plan: they read the file alone. Undefined elsewhere. */
export async function findBatchFile(
  deps: Deps,
  options: Meant,
  { file, plan, jobClient }: Planned,
): Promise<string | undefined> {
  if (file === "-") return undefined;
  const { purpose, service, cheapest = false } = options;
  if (purpose === undefined && service === undefined && !cheapest) return file;
  // Few runs have such flags.
  const { leadsToPlan } = await import("./find-jobs-of-file.ts");
  return (await leadsToPlan(deps, options, { given: file, jobClient, plan })) ? file : undefined;
}
