import { isNeedsYou, JOB_STATES, NEEDS_YOU, readStateWords, STATE_WORDS } from "@klingkit/engine";
import * as z from "zod/mini";
import { resultOf } from "../results.ts";
import { unknownValue } from "../unknown-value.ts";
import { jobJson, jobLink } from "../views/job-json.ts";
import { MOST_SHOWN } from "../views/plan-json.ts";
import { defineTool } from "./tool.ts";

const DEFAULT_LIMIT = 20;

/** `list_jobs`: newest first, a page at a time. */
export const listJobs = defineTool({
  name: "list_jobs",
  title: "List jobs",
  description: "Jobs, newest first; before_id continues a list",
  input: z.strictObject({
    state: z.optional(z.string().check(z.describe("e.g. done,needs-you"))),
    purpose: z.optional(z.string()),
    limit: z.optional(z.int().check(z.minimum(1), z.maximum(MOST_SHOWN))),
    before_id: z.optional(z.string()),
  }),
  output: z.looseObject({ jobs: z.array(z.looseObject({})) }),
  effect: "reads",
  isIdempotent: true,
  isOpenWorld: false,
  async call({ state, purpose, limit = DEFAULT_LIMIT, before_id: beforeId }, { deps }) {
    const { jobsForPerson } = deps;
    const words = state?.split(",") ?? [];
    const isNeedy = jobsForPerson !== undefined && words.some(isNeedsYou);
    const filter = readStateWords(isNeedy ? words.filter((word) => !isNeedsYou(word)) : words);
    if ("unknown" in filter) {
      const more = jobsForPerson === undefined ? [] : [NEEDS_YOU];
      return unknownValue("state", filter.unknown, [...new Set([...STATE_WORDS, ...JOB_STATES, ...more])]);
    }
    const read = isNeedy ? jobsForPerson : deps.jobClient.jobs;
    const jobs = await read({
      limit,
      ...filter,
      ...(purpose === undefined ? {} : { purpose }),
      ...(beforeId === undefined ? {} : { beforeId }),
    });
    const shown = await Promise.all(jobs.map((job) => jobJson(deps.jobClient, job)));
    return resultOf({ jobs: shown }, jobs.map(jobLink));
  },
});
