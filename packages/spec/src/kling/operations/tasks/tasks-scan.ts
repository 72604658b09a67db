import * as z from "zod/mini";
import { once } from "../../../once.ts";
import { optionalField } from "../../check/fields.ts";
import { TASKS_LIST_LIMIT } from "../../families/service.ts";
import { standardTaskPage } from "../../families/task-data.ts";
import type { ReadOperation } from "../../operation.ts";

const time = (what: string, assumed: string) =>
  optionalField(z.union([z.number(), z.string()]), {
    description: `${what}, Unix time as number or text.`,
    unit: "ms",
    serviceDefault: assumed,
  });

/** Values that the list filters by. @source DOC 2026-09 */
export const TASK_FILTERS = {
  status: ["submitted", "processing", "succeeded", "failed"],
  product_type: ["video", "image", "try_on"],
} as const;

const body = /* @__PURE__ */ once(() =>
  z.strictObject({
    start_time: time("Earliest creation", "30 days before end_time"),
    end_time: time("Latest creation", "now"),
    cursor: optionalField(z.string(), {
      description: "`next_cursor` of the previous page; the times are then ignored.",
    }),
    limit: optionalField(z.int().check(z.minimum(1), z.maximum(TASKS_LIST_LIMIT.max)), {
      description: "Tasks per page.",
      serviceDefault: TASKS_LIST_LIMIT.default,
    }),
    filters: optionalField(
      z.array(
        z.union([
          z.strictObject({ key: z.literal("status"), values: z.array(z.enum(TASK_FILTERS.status)) }),
          z.strictObject({
            key: z.literal("product_type"),
            values: z.array(z.enum(TASK_FILTERS.product_type)),
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
  get body() {
    return body();
  },
  data: standardTaskPage,
  source: { confidence: "DOC", readOn: "2026-09-20" },
};
