import { SERVICE_MESSAGES, TASKS_GET_MAX_IDS } from "@klingkit/spec";
import { refuse } from "../envelope.ts";
import type { ReadHandler } from "./read-handler.ts";
import { isOfFamily, isVisible } from "./visibility.ts";

const INVALID_PARAMETER = 1201;

function idList(text: string | null): readonly string[] {
  if (text === null) return [];
  return text
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "");
}

/** Most requests ask for one id: that needs no parsing of the query. */
const SINGLE_ID = /^task_ids=(\d+)$/;

function askedIds(search: string): {
  readonly taskIds: readonly string[];
  readonly externalIds: readonly string[];
} {
  const single = SINGLE_ID.exec(search)?.[1];
  if (single !== undefined) return { taskIds: [single], externalIds: [] };
  const query = new URLSearchParams(search);
  return { taskIds: idList(query.get("task_ids")), externalIds: idList(query.get("external_task_ids")) };
}

/**
 * `GET /tasks`: up to 20 tasks of any family but solutions, which `GET /solutions` has; unknown ids are missing from the answer. Both lists at once are refused like
 * none (`INF`: documented as mutually exclusive, no text recorded). @source LIVE 2026-09-20
 */
export const tasksQuery: ReadHandler = (state, { account, operation, search }) => {
  const { taskIds, externalIds } = askedIds(search);
  const count = taskIds.length + externalIds.length;
  if (count > TASKS_GET_MAX_IDS) {
    return { refusal: refuse(INVALID_PARAMETER, SERVICE_MESSAGES.taskIdsTooMany(TASKS_GET_MAX_IDS)) };
  }
  if (count === 0 || (taskIds.length > 0 && externalIds.length > 0)) {
    return { refusal: refuse(INVALID_PARAMETER, SERVICE_MESSAGES.taskIdsRequired) };
  }
  const ids = new Set(taskIds);
  for (const externalId of externalIds) ids.add(account.taskIdByExternalId.get(externalId) ?? "");
  const texts: string[] = [];
  for (const id of ids) {
    const task = state.tasks.find(id);
    if (!task || task.account !== account.name || !isVisible(state, task)) continue;
    if (!isOfFamily(operation, task)) continue;
    texts.push(state.views.render(state.lifecycle.read(account, task), "standard"));
  }
  return { data: `[${texts.join(",")}]` };
};
