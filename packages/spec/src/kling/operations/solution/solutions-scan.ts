import { once } from "../../../once.ts";
import * as s from "../../../schema/schema.ts";
import { optionalField } from "../../check/fields.ts";
import { SOLUTIONS_LIST_LIMIT } from "../../families/service.ts";
import type { ReadOperation } from "../../operation.ts";
import { TASK_FILTERS } from "../tasks/tasks-scan.ts";

const time = (what: string, assumed: string) =>
  optionalField(s.union([s.number(), s.string()]), {
    description: `${what}, Unix time as number or text.`,
    unit: "ms",
    serviceDefault: assumed,
  });

/** Half of the pages filter by `succeed`. @source DOC 2026-10 */
const STATES = [...TASK_FILTERS.status, "succeed"];

/** Body of the read. */
export const solutionsScanInput = /* @__PURE__ */ once(() =>
  s.object({
    start_time: time("Earliest creation", "30 days before end_time"),
    end_time: time("End of the period, itself excluded", "now"),
    cursor: optionalField(s.string(), {
      description:
        "`next_cursor` of the previous page; the times are then ignored, filters must be repeated.",
    }),
    limit: optionalField(s.int({ maximum: SOLUTIONS_LIST_LIMIT }), {
      description: "Tasks per page; 0 and less count as 1.",
      serviceDefault: SOLUTIONS_LIST_LIMIT,
    }),
    filters: optionalField(
      s.array(s.object({ key: s.literal("status"), values: s.array(s.oneOf(STATES)) })),
      { description: "Keeps tasks with one of the states." },
    ),
  }),
);

/** Lists tasks of all solutions, newest first (`INF`), page by page with a cursor. */
export const solutionsScan: ReadOperation = {
  id: "solutions/scan",
  title: "List solution tasks by cursor",
  effect: "reads",
  answer: "now",
  action: "scan",
  family: "solutions",
  method: "POST",
  path: "/solutions",
  source: { confidence: "DOC", readOn: "2026-10" },
};
