import { once } from "../../../once.ts";
import * as s from "../../../schema/schema.ts";
import { optionalField } from "../../check/fields.ts";
import { TASKS_LIST_LIMIT } from "../../families/service.ts";
import type { ReadOperation } from "../../operation.ts";

const time = (what: string, assumed: string) =>
  optionalField(s.union([s.number(), s.string()]), {
    description: `${what}, Unix time as number or text.`,
    unit: "ms",
    serviceDefault: assumed,
  });

/** Values that the list filters by. @source DOC 2026-09 */
export const TASK_FILTERS = {
  status: ["submitted", "processing", "succeeded", "failed"],
  product_type: ["video", "image", "try_on"],
} as const;

/** Body of the read. */
export const tasksScanInput = /* @__PURE__ */ once(() =>
  s.object({
    start_time: time("Earliest creation", "30 days before end_time"),
    end_time: time("Latest creation", "now"),
    cursor: optionalField(s.string(), {
      description: "`next_cursor` of the previous page; the times are then ignored.",
    }),
    limit: optionalField(s.int({ minimum: 1, maximum: TASKS_LIST_LIMIT.max }), {
      description: "Tasks per page.",
      serviceDefault: TASKS_LIST_LIMIT.default,
    }),
    filters: optionalField(
      s.array(
        s.union([
          s.object({ key: s.literal("status"), values: s.array(s.oneOf(TASK_FILTERS.status)) }),
          s.object({
            key: s.literal("product_type"),
            values: s.array(s.oneOf(TASK_FILTERS.product_type)),
          }),
        ]),
      ),
      { description: "Keeps tasks that have one of the values for every key." },
    ),
  }),
);

/** Lists tasks of any family, newest first (`INF`), page by page with a cursor. */
export const tasksScan: ReadOperation = {
  id: "tasks/scan",
  title: "List tasks by cursor",
  effect: "reads",
  answer: "now",
  action: "scan",
  family: "standard",
  method: "POST",
  path: "/tasks",
  source: { confidence: "DOC", readOn: "2026-09-20" },
};
