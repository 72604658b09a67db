import type { EngineContext } from "../context/engine-context.ts";
import { type DecisionResult, rejectUnknown } from "./manual-decisions.ts";

/** What a person knows of a job that klingkit cannot find out. */
export interface Verdict {
  readonly verdict: "not-bought" | "gone";
  readonly by: string;
}

export async function review(
  context: Pick<EngineContext, "store" | "clock">,
  id: string,
  { verdict, by }: Verdict,
): Promise<DecisionResult> {
  if (verdict === "not-bought") return rejectUnknown(context, id, by);
  // Loaded when asked for: lists of jobs do without it.
  return (await import("./give-up-result.ts")).giveUpResult(context, id, by);
}
