import type { Approval } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { amountCell } from "../../jobs/amount-text.ts";
import { approvalJson } from "../../jobs/approval-json.ts";
import { approvedLimits } from "../../jobs/approved-limits.ts";
import { withJobClient } from "../../jobs/with-job-client.ts";
import { parseLimit } from "../../session/parse-number.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { ageText } from "../../terminal/age-text.ts";
import { cutList, moreLine, rowsToRead } from "../../terminal/cut-list.ts";
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
  const { read, missing } = await withJobClient(deps, options, async (jobClient, missing) => ({
    read: await jobClient.allApprovals({ limit: rowsToRead(limit) }),
    missing,
  }));
  const list = cutList(read, limit);
  const { shown: approvals, hasMore } = list;
  const nowMs = deps.clock.nowMs();
  const shown = approvals.map((approval) => ({
    ...approvalJson(approval),
    state: stateOf(approval, nowMs),
    batch: approval.batchId ?? null,
  }));
  const result = { success: true, approvals: shown, count: shown.length, has_more: hasMore, ...missing };
  printResult(deps, options, result, (style) =>
    approvals.length === 0
      ? "no approvals\n"
      : `${formatTable(
          style,
          COLUMNS,
          approvals.map((approval) => cellsOf(approval, nowMs)),
        )}${moreLine(style, list, "approvals")}`,
  );
}

function cellsOf(approval: Approval, nowMs: number): readonly string[] {
  const { id, approvedBy, via, approvedAtMs, maxCreates, purpose } = approval;
  const amounts = approvedLimits(approval).map(({ unit, maxUnits }) =>
    maxUnits === undefined ? noLimitText(via) : amountCell(maxUnits, unit),
  );
  return [
    id,
    approvedBy,
    via ?? "unknown",
    stateOf(approval, nowMs),
    ageText(nowMs - approvedAtMs),
    String(maxCreates),
    [...new Set(amounts)].join(", "),
    purpose,
  ];
}

/** An approval by a policy without an amount was limited by the policy alone, which the record does not have. */
const noLimitText = (via: Approval["via"]): string => (via === "policy" ? "by policy" : "any");

function stateOf({ usedAtMs, expiresAtMs }: Approval, nowMs: number): "used" | "expired" | "unused" {
  if (usedAtMs !== undefined) return "used";
  return expiresAtMs <= nowMs ? "expired" : "unused";
}
