import { LEGACY_PAGE_NUMBER, LEGACY_PAGE_SIZE, SERVICE_MESSAGES } from "@klingkit/spec";
import { newestFirst } from "../../world/accounts/account.ts";
import { type Refusal, refuse } from "../envelope.ts";
import type { ReadHandler } from "./read-handler.ts";

const INVALID_PARAMETER = 1201;

interface PageRule {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

/** Out of range is refused in the style of the service's bean validation. INF */
function readNumber(query: URLSearchParams, name: string, rule: PageRule): number | Refusal {
  const text = query.get(name)?.trim();
  if (!text) return rule.default;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= rule.min && value <= rule.max) return value;
  return refuse(INVALID_PARAMETER, SERVICE_MESSAGES.between(name, rule.min, rule.max));
}

/** `GET /v1/videos/{product}`: a bare array of that product's tasks, newest first (`INF`). @source DOC-OLD 2026-03 */
export const legacyList: ReadHandler = (state, { account, operation, search }) => {
  const query = new URLSearchParams(search);
  const pageNum = readNumber(query, "pageNum", LEGACY_PAGE_NUMBER);
  if (typeof pageNum !== "number") return { refusal: pageNum };
  const pageSize = readNumber(query, "pageSize", LEGACY_PAGE_SIZE);
  if (typeof pageSize !== "number") return { refusal: pageSize };
  const ids = account.taskIdsByProduct.get(operation.product ?? "") ?? [];
  const texts: string[] = [];
  for (const task of newestFirst(ids, state.tasks.find, ids.length - 1 - (pageNum - 1) * pageSize)) {
    if (texts.length === pageSize) break;
    texts.push(state.views.render(state.lifecycle.read(account, task), "legacy"));
  }
  return { data: `[${texts.join(",")}]` };
};
