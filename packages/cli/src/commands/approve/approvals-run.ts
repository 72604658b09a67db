import type { Approval } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { amountCell } from "../../jobs/amount-text.ts";
import { approvalJson } from "../../jobs/approval-json.ts";
import { withJobClient } from "../../jobs/with-job-client.ts";
import { parseLimit } from "../../session/parse-number.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { ageText } from "../../terminal/age-text.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { formatTable } from "../../terminal/table.ts";

export interface ApprovalsOptions extends OutputOptions, StoreOptions {
  readonly limit: string;
}

const COLUMNS = [
  { title: "APPROVAL", min: 9, cut: "middle" },
  { title: "BY", min: 6 },
  { title: "VIA", rank: 2 },
  { title: "STATE" },
  { title: "AGE", isNumber: true, rank: 1 },
  { title: "CREATES", isNumber: true },
  { title: "UNITS", isNumber: true },
  { title: "PURPOSE", min: 10 },
] as const;

export async function runApprovals(options: ApprovalsOptions, deps: Deps): Promise<void> {
  const limit = parseLimit(options.limit);
  const { approvals, missing } = await withJobClient(deps, options, async (jobClient, missing) => ({
    approvals: await jobClient.allApprovals({ limit }),
    missing,
  }));
  const nowMs = deps.clock.nowMs();
  const shown = approvals.map((approval) => ({
    ...approvalJson(approval),
    state: stateOf(approval, nowMs),
    batch: approval.batchId ?? null,
  }));
  printResult(deps, options, { success: true, approvals: shown, count: shown.length, ...missing }, (style) =>
    approvals.length === 0
      ? "no approvals\n"
      : formatTable(
          style,
          COLUMNS,
          approvals.map((approval) => cellsOf(approval, nowMs)),
        ),
  );
}

function cellsOf(approval: Approval, nowMs: number): readonly string[] {
  const { id, approvedBy, via, approvedAtMs, maxCreates, maxUnits, unit, purpose } = approval;
  return [
    id,
    approvedBy,
    via ?? "unknown",
    stateOf(approval, nowMs),
    ageText(nowMs - approvedAtMs),
    String(maxCreates),
    maxUnits === null ? "any" : amountCell(maxUnits, unit),
    purpose,
  ];
}

function stateOf({ usedAtMs, expiresAtMs }: Approval, nowMs: number): "used" | "expired" | "unused" {
  if (usedAtMs !== undefined) return "used";
  return expiresAtMs <= nowMs ? "expired" : "unused";
}
