import { LEGACY_PAGE_NUMBER, LEGACY_PAGE_SIZE, type ReadOperation, SERVICE_MESSAGES } from "@klingkit/spec";
import { type Refusal, refuse } from "../envelope.ts";

const INVALID_PARAMETER = 1201;

interface PageRule {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

/** Part of a list, from 0. */
export interface Page {
  readonly from: number;
  readonly size: number;
}

/** Out of range is refused in the style of the service's bean validation. INF */
function readNumber(query: URLSearchParams, name: string, rule: PageRule): number | Refusal {
  const text = query.get(name)?.trim();
  if (!text) return rule.default;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= rule.min && value <= rule.max) return value;
  return refuse(INVALID_PARAMETER, SERVICE_MESSAGES.between(name, rule.min, rule.max));
}

/** The page that the query of a list asks for. */
export function readPage(
  { maxPageSize: max = LEGACY_PAGE_SIZE.max }: Pick<ReadOperation, "maxPageSize">,
  search: string,
): Page | Refusal {
  const query = new URLSearchParams(search);
  const pageNum = readNumber(query, "pageNum", LEGACY_PAGE_NUMBER);
  if (typeof pageNum !== "number") return pageNum;
  const size = readNumber(query, "pageSize", { ...LEGACY_PAGE_SIZE, max });
  return typeof size === "number" ? { from: (pageNum - 1) * size, size } : size;
}
