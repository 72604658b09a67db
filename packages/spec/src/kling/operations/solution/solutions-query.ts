import type { Schema } from "../../../schema/schema.ts";
import * as s from "../../../schema/schema.ts";
import { optionalField } from "../../check/fields.ts";
import { SOLUTIONS_GET_MAX_IDS } from "../../families/service.ts";
import type { ReadOperation } from "../../operation.ts";

const ids = (what: string) =>
  optionalField(s.string(), {
    description: `${what}, separated by commas; at most ${SOLUTIONS_GET_MAX_IDS}. Give one of the two fields.`,
  });

/** Query of the read. */
export const solutionsQueryInput = (): Schema =>
  s.object({ task_ids: ids("Task ids"), external_task_ids: ids("External task ids") });

/** Reads up to 20 tasks of all solutions by id; unknown ids are missing from the answer (`INF`). */
export const solutionsQuery: ReadOperation = {
  id: "solutions/query",
  title: "Read solution tasks by id",
  effect: "reads",
  answer: "now",
  action: "query",
  family: "solutions",
  method: "GET",
  path: "/solutions",
  source: { confidence: "DOC", readOn: "2026-10" },
};
