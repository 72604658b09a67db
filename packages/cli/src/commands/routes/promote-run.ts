import { promoteRoute } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { withStore } from "../../jobs/open-store.ts";
import { userName } from "../../jobs/user-name.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { evidenceJson } from "./recorded-evidence.ts";

export interface PromoteOptions extends OutputOptions, StoreOptions {
  readonly by?: string;
}

export async function runPromote(jobId: string, options: PromoteOptions, deps: Deps): Promise<void> {
  const by = options.by?.trim() || userName(deps);
  const evidence = await withStore(deps, options, (store) =>
    promoteRoute(store, { jobId, by, nowMs: (store.clock ?? deps.clock).nowMs() }),
  );
  const result = {
    success: true,
    route: evidence.routeId,
    state: "verified",
    evidence: evidenceJson(evidence),
  };
  printResult(deps, options, result, (style) => {
    const charged = `${evidence.units} ${evidence.unit} units`;
    return `${style.good("verified")} ${evidence.routeId}: task ${evidence.taskId}, ${charged}, says ${by}\n`;
  });
}
