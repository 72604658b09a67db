import type { Schema } from "../../../schema/schema.ts";
import * as s from "../../../schema/schema.ts";
import { optionalField } from "../../check/fields.ts";
import { TASKS_GET_MAX_IDS } from "../../families/service.ts";
import type { ReadOperation } from "../../operation.ts";

const ids = (what: string) =>
  optionalField(s.string(), {
    description: `${what}, separated by commas; at most ${TASKS_GET_MAX_IDS}. Give one of the two fields.`,
  });

/** Query of the read. */
export const tasksQueryInput = (): Schema =>
  s.object({ task_ids: ids("Task ids"), external_task_ids: ids("External task ids") });

/** Reads up to 20 tasks of any family by id; ids that the service does not know are missing from the answer. */
export const tasksQuery: ReadOperation = {
  id: "tasks/query",
  title: "Read tasks by id",
  effect: "reads",
  answer: "now",
  action: "query",
  family: "standard",
  method: "GET",
  path: "/tasks",
  source: {
    confidence: "LIVE",
    readOn: "2026-09-20",
    note: "ids are query parameters; also reads legacy tasks",
  },
};
