import { newestFirst } from "../../world/accounts/account.ts";
import type { ReadHandler } from "./read-handler.ts";
import { readPage } from "./read-page.ts";

/** `GET /v1/videos/{product}`: a bare array of that product's tasks, newest first (`INF`). @source DOC-OLD 2026-03 */
export const legacyList: ReadHandler = (state, { account, operation, search }) => {
  const page = readPage(operation, search);
  if ("code" in page) return { refusal: page };
  const ids = account.taskIdsByProduct.get(operation.product ?? "") ?? [];
  const texts: string[] = [];
  for (const task of newestFirst(ids, state.tasks.find, ids.length - 1 - page.from)) {
    if (texts.length === page.size) break;
    texts.push(state.views.render(state.lifecycle.read(account, task), "legacy"));
  }
  return { data: `[${texts.join(",")}]` };
};
