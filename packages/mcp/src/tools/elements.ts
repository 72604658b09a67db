import { LIBRARY_OPERATIONS } from "@klingkit/engine";
import * as z from "zod/mini";
import { resultOf } from "../results.ts";
import { assetJson } from "../views/job-json.ts";
import { defineTool } from "./tool.ts";

const MOST_JOBS = 1000;

/** `elements`: what requests can keep the same from video to video. */
export const elements = defineTool({
  name: "elements",
  title: "Elements and voices",
  description: "Elements and voices that jobs of this store made, with the ids that requests name",
  input: z.strictObject({}),
  output: z.looseObject({ elements: z.array(z.looseObject({})) }),
  effect: "reads",
  isIdempotent: true,
  isOpenWorld: false,
  async call(_, { deps: { jobClient } }) {
    const jobs = await jobClient.jobs({ states: ["succeeded", "collected"], limit: MOST_JOBS });
    const made = jobs.filter(({ routeId }) => LIBRARY_OPERATIONS.includes(routeId));
    const assets = await jobClient.assets(made.map(({ id }) => id));
    const entries = made.flatMap(({ id, name }) =>
      (assets.get(id) ?? []).map((asset) => ({ name, ...assetJson(asset), job_id: id })),
    );
    return resultOf({ elements: entries });
  },
});
