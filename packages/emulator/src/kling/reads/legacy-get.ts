import { SERVICE_MESSAGES } from "@klingkit/spec";
import { refuse } from "../envelope.ts";
import type { ReadHandler } from "./read-handler.ts";
import { isVisible } from "./visibility.ts";

const INVALID_PARAMETER = 1201;

/** `GET /v1/videos/{product}/{id}`: the id is a task id or an external id; not found is 1201. @source LIVE 2026-09-20 */
export const legacyGet: ReadHandler = (state, { account, id, operation }) => {
  const task = state.tasks.findOf(account, id);
  if (!task || task.product !== operation.product || !isVisible(state, task)) {
    return { refusal: refuse(INVALID_PARAMETER, SERVICE_MESSAGES.taskNotFound(id)) };
  }
  return { data: state.views.render(state.lifecycle.read(account, task), "legacy") };
};
