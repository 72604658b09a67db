import { KLING_FAMILIES } from "@klingkit/spec";
import { isEnded, type TaskRecord } from "../../world/tasks/task-record.ts";
import type { ServiceSwitches } from "../switches.ts";
import { CASH, formatUnits, klingState } from "./format.ts";
import { standardOutputs } from "./result-items.ts";
import type { TaskLinks } from "./task-links.ts";

const { statusWords } = KLING_FAMILIES.standard;

/** Answer of a create. `idField`: one page of the solutions calls it `task_id`. @source DOC 2026-09, LIVE 2026-09-28 */
export function renderStandardCreated(task: TaskRecord, idField: "id" | "task_id" = "id") {
  return {
    [idField]: task.id,
    status: statusWords.submitted,
    message: "",
    create_time: task.createdAtMs,
    update_time: task.createdAtMs,
    ...(task.externalTaskId === undefined ? {} : { external_id: task.externalTaskId }),
  };
}

/** Task as `/tasks` and the callbacks of standard creates show it. @source DOC 2026-09, LIVE 2026-09-20 */
export function renderStandardTask(
  task: TaskRecord,
  links: TaskLinks,
  { solutionSuccessWord }: Pick<ServiceSwitches, "solutionSuccessWord">,
) {
  const isSucceeded = task.status === "succeeded";
  const word = statusWords[klingState(task.status)];
  return {
    id: task.id,
    status: isSucceeded && task.family === "solutions" ? solutionSuccessWord : word,
    message: task.message,
    create_time: task.createdAtMs,
    update_time: task.updatedAtMs,
    ...(task.externalTaskId === undefined ? {} : { external_id: task.externalTaskId }),
    ...(isSucceeded ? { outputs: standardOutputs(task, links) } : {}),
    ...(isEnded(task) ? { billing: [billingEntry(task)] } : {}),
  };
}

/** The same as callbacks show it: they call the references of an element `materials`. @source DOC 2026-09 (callbacks) */
export function renderStandardCallback(
  task: TaskRecord,
  links: TaskLinks,
  switches: Pick<ServiceSwitches, "solutionSuccessWord">,
) {
  const record = renderStandardTask(task, links, switches);
  return record.outputs === undefined ? record : { ...record, outputs: record.outputs.map(withMaterials) };
}

function withMaterials(output: Readonly<Record<string, unknown>>) {
  const { references, ...rest } = output;
  return references === undefined ? output : { ...rest, materials: references };
}

/** @source DOC 2026-09; units LIVE 2026-09-20 */
function billingEntry({ status, unit, units }: TaskRecord) {
  const amount = status === "succeeded" ? formatUnits(units) : "0";
  if (unit !== CASH) return { charge_type: "unit", amount, package_type: unit };
  return { charge_type: "cash", amount, cash_type: "balance", currency: "USD", list_price: amount };
}
