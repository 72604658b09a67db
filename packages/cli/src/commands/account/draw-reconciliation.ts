import type { ChargeDifference, DifferenceKind, LocalCharge, Reconciliation } from "@klingkit/engine";
import { amountText } from "@klingkit/spec";
import type { Service } from "../../jobs/service-account.ts";
import { wrapWords } from "../../terminal/cells.ts";
import { countOf } from "../../terminal/count-of.ts";
import type { Style } from "../../terminal/style.ts";
import { formatTable } from "../../terminal/table.ts";
import type { Period } from "./period.ts";

/** What a person does about each kind. */
const ADVICE: Readonly<Record<DifferenceKind, { readonly title: string; readonly advice: string }>> = {
  "amount-differs": {
    title: "other amount",
    advice:
      "The service charged another amount than this store has recorded. See the job: `kling jobs show JOB`.",
  },
  "missing-here": {
    title: "not here",
    advice:
      "No job of this store has the task. Another client may have made it. If it belongs to a job in `unknown`, run `kling jobs adopt JOB TASK`; a job in `sending` finds it with `kling resume`.",
  },
  "missing-at-service": {
    title: "not at the service",
    advice: "This store counts the job as charged, and the service has no entry for it.",
  },
  "not-settled-here": {
    title: "not settled here",
    advice: "The service charged the task, and its job has not ended here. Run `kling resume`.",
  },
  "unknown-here": {
    title: "unknown",
    advice:
      "A response was lost, so the units stay reserved. If a task of the service belongs to it, run `kling jobs adopt JOB TASK`; if none does, `kling jobs review JOB --not-bought` releases them.",
  },
};

/** The result as JSON. Amounts of different units are never added. */
export function reconciliationJson(
  { matched, recent, differences }: Reconciliation,
  { service, period }: { readonly service: Pick<Service, "name" | "account">; readonly period: Period },
): Readonly<Record<string, unknown>> {
  return {
    success: differences.length === 0,
    // One name may stand for accounts of several services.
    service: service.name,
    account: service.account,
    from: new Date(period.startTimeMs).toISOString(),
    until: new Date(period.endTimeMs).toISOString(),
    matched,
    recent: recent.map(jobJson),
    differences: differences.map(({ kind, taskId, job, atService }) => ({
      kind: kind.replaceAll("-", "_"),
      task_id: taskId ?? null,
      ...(job ? jobJson(job) : { job: null }),
      at_service: atService,
      next: ADVICE[kind].advice,
    })),
    count: differences.length,
  };
}

const jobJson = ({ jobId, name, state, unit, settledUnits, heldUnits }: LocalCharge) => ({
  job: jobId,
  name,
  state,
  here: { unit, settled: settledUnits, held: heldUnits },
});

export function drawReconciliation(style: Style, { matched, recent, differences }: Reconciliation): string {
  const wrap = (text: string) => `${wrapWords(text, style.columns ?? Number.POSITIVE_INFINITY)}\n`;
  const late =
    recent.length === 0
      ? ""
      : wrap(
          `${countOf(recent.length, "job")} ended lately and may not be in the ledgers of the service yet.`,
        );
  const alike = `${countOf(matched, "task")} charged alike on both sides`;
  if (differences.length === 0) return `${alike}.\n${late}`;
  const table = formatTable(style, COLUMNS, differences.map(cellsOf));
  const kinds = [...new Set(differences.map(({ kind }) => kind))];
  const advice = kinds.map((kind) => wrap(`${ADVICE[kind].title}: ${ADVICE[kind].advice}`)).join("");
  return `${table}\n${advice}\n${alike}, ${countOf(differences.length, "difference")}.\n${late}`;
}

const COLUMNS = [
  { title: "DIFFERENCE" },
  // Other commands take the ids, so that they are never cut.
  { title: "TASK" },
  { title: "JOB" },
  { title: "NAME", min: 8, rank: 1 },
  { title: "HERE", isNumber: true },
  { title: "AT THE SERVICE", isNumber: true },
] as const;

const cellsOf = ({ kind, taskId, job, atService }: ChargeDifference): readonly string[] => [
  ADVICE[kind].title,
  taskId ?? "",
  job?.jobId ?? "",
  job?.name ?? "",
  job ? hereText(job) : "-",
  atService.map(({ unit, amount }) => amountText(amount, unit)).join(", ") || "-",
];

const hereText = ({ unit, settledUnits, heldUnits }: LocalCharge): string =>
  heldUnits > 0 ? `${amountText(heldUnits, unit)} reserved` : amountText(settledUnits, unit);
