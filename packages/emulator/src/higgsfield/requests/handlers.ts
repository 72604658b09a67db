import { INVENTED_STATUS } from "@klingkit/spec/higgsfield";
import type { Reply } from "../../server/call.ts";
import type { Account } from "../../world/accounts/account.ts";
import { isEnded, type TaskRecord } from "../../world/tasks/task-record.ts";
import { refuse, refuseWith, reply } from "../envelope.ts";
import { HIGGSFIELD } from "../service-name.ts";
import type { HiggsfieldState } from "../state.ts";
import { textOf } from "../texts.ts";
import { renderRequest } from "./render-request.ts";

export interface RequestCall {
  readonly account: Account;
  readonly id: string;
}

/** Answers a call about one request. */
export type RequestHandler = (state: HiggsfieldState, call: RequestCall) => Reply | Promise<Reply>;

const notFound = (): Reply => refuseWith(refuse(404, textOf("notFound")));

/** A request of the account, erased ones included. */
function findRequest({ tasks }: HiggsfieldState, { account, id }: RequestCall): TaskRecord | undefined {
  const task = tasks.find(id);
  return task?.family === HIGGSFIELD && task.account === account.name ? task : undefined;
}

export const isErased = ({ info }: TaskRecord): boolean => info["erasedAtMs"] !== undefined;

/** What an erased request answers is not documented. INF: 404 */
export const showStatus: RequestHandler = (state, call) => {
  const task = findRequest(state, call);
  if (!task || isErased(task)) return notFound();
  return reply(200, renderRequest(state, state.lifecycle.read(call.account, task)));
};

/** The body of the 202 is not documented, nor the text of the 400. INF */
export const cancelRequest: RequestHandler = async (state, call) => {
  const task = findRequest(state, call);
  if (!task || isErased(task)) return notFound();
  if (task.status !== "submitted") return refuseWith(refuse(400, textOf("notCancelable")));
  if (state.settings.switches.cancels === "inTime") state.lifecycle.cancel(call.account, task.id);
  await state.store.saved();
  return reply(202, {});
};

/** Erases what a finished request was made of. Fields, and the answer for an unfinished one, are ours. INF */
export const eraseRequest: RequestHandler = async (state, call) => {
  const task = findRequest(state, call);
  if (!task) return notFound();
  if (!isEnded(task)) return refuseWith(refuse(INVENTED_STATUS.deleteUnfinished, textOf("notFinished")));
  if (!isErased(task)) {
    const nowMs = state.clock.nowMs();
    state.images.remove(task.id);
    state.tasks.change(call.account, task.id, {
      prompt: "",
      inputUrls: [],
      imageUrl: undefined,
      expiresAtMs: nowMs,
      info: { ...task.info, erasedAtMs: nowMs },
    });
    await state.store.saved();
  }
  return reply(200, { request_id: task.id, status: "deleted" });
};
