import { roundUnits } from "@klingkit/spec";
import type { TaskState } from "../../world/tasks/task-record.ts";

/** Seconds as decimal text, `5.0` or `5.041`. @source DOC: durations of results are strings with decimals */
export function formatSeconds(seconds: number): string {
  const text = String(Math.round(seconds * 1000) / 1000);
  return text.includes(".") ? text : `${text}.0`;
}

/** Unit of packs that stand for the cash balance. */
export const CASH = "usd";

/** `2.4`, `3`: decimal text without trailing zeros. @source LIVE 2026-09 */
export const formatUnits = (units: number): string => String(roundUnits(units));

/** State of a task as Kling names it, which cannot cancel: there is no word for it. */
export const klingState = (status: TaskState): Exclude<TaskState, "canceled"> =>
  status === "canceled" ? "failed" : status;
