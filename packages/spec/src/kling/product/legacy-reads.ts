import type { Schema } from "../../schema/schema.ts";
import * as s from "../../schema/schema.ts";
import type { Source } from "../../source.ts";
import { optionalField } from "../check/fields.ts";
import { LEGACY_PAGE_NUMBER, LEGACY_PAGE_SIZE } from "../families/service.ts";
import type { ReadOperation } from "../operation.ts";
import { productOf } from "./product-of.ts";

const source: Source = { confidence: "LIVE", readOn: "2026-09-20" };

/** `GET /v1/…/{id}`: the id is a task id or an external task id. */
export function legacyGet(path: string): ReadOperation {
  const product = productOf(path);
  return {
    id: `v1/${product}/get`,
    title: `Read one ${product} task`,
    effect: "reads",
    answer: "now",
    action: "get",
    family: "legacy",
    method: "GET",
    path: `${path}/{id}`,
    product,
    source,
  };
}

/** Numbers, as a caller gives them; writing them into a URL and reading them from one is the two ends' work. */
const page = ({ min, max }: { readonly min: number; readonly max: number }) =>
  s.int({ minimum: min, maximum: max });

/** Query of a list. `max`: most records per page. */
export const legacyListInput = (max: number = LEGACY_PAGE_SIZE.max): Schema =>
  s.object({
    pageNum: optionalField(page(LEGACY_PAGE_NUMBER), {
      description: "Page, from 1.",
      serviceDefault: LEGACY_PAGE_NUMBER.default,
    }),
    pageSize: optionalField(page({ ...LEGACY_PAGE_SIZE, max }), {
      description: "Tasks per page.",
      serviceDefault: LEGACY_PAGE_SIZE.default,
    }),
  });

/** Fields of a list that differ from what is usual. */
export type ListRest = Partial<
  Pick<ReadOperation, "title" | "sdk" | "cli" | "maxPageSize" | "lists" | "source">
>;

/** `GET /v1/…?pageNum=&pageSize=`: a bare array, newest first (`INF`). */
export function legacyList(path: string, rest: ListRest = {}): ReadOperation {
  const product = productOf(path);
  return {
    id: `v1/${product}/list`,
    title: `List ${product} tasks`,
    effect: "reads",
    answer: "now",
    action: "list",
    family: "legacy",
    method: "GET",
    path,
    product,
    source,
    ...rest,
  };
}
