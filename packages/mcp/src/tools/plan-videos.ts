import { type BatchFile, locateBatch, makePlan, PlanError, parseBatch } from "@klingkit/engine";
import * as z from "zod/mini";
import { failureOf, resultOf } from "../results.ts";
import { planJson, planLink } from "../views/plan-json.ts";
import { locateInside, OutsideFolder } from "./locate-inside.ts";
import { defineTool } from "./tool.ts";

const fields = () => z.optional(z.record(z.string(), z.unknown()));

/** `plan_videos`: what requests would buy and cost. Nothing is sent. */
export const planVideos = defineTool({
  name: "plan_videos",
  title: "Plan videos",
  description:
    "Check and price requests; free. Fields of a request: prompt, model, durationSeconds, aspectRatio, resolution, audio (off|native), negativePrompt, firstFrame, lastFrame, references, elements, video, motion, shots, name, output; or operation and body (images, speech, effects). A request takes another's result as {from: NAME}. Wrong fields are listed all at once",
  input: z.object({
    requests: z.array(z.looseObject({})).check(z.minLength(1)),
    purpose: z.optional(z.string().check(z.describe("label under which purchases are counted"))),
    defaults: fields(),
  }),
  output: z.object({
    plan_hash: z.string(),
    jobs: z.array(z.looseObject({})),
    to_buy: z.array(z.looseObject({})),
  }),
  effect: "writes",
  isIdempotent: true,
  isOpenWorld: false,
  async call(input, { deps }) {
    const { jobClient, engine, planContext } = deps;
    try {
      const plan = await makePlan(readRequests(input, deps.mediaFolder), planContext);
      if (plan.verdict === "invalid")
        return invalid(
          plan.jobs.flatMap(({ name, issues }) => issues.map(({ message }) => `${name}: ${message}`)),
        );
      await jobClient.keepPlan(plan);
      const preview = await engine.preview(plan, { continues: true });
      return resultOf(planJson(plan, preview), [planLink(plan.hash)]);
    } catch (error) {
      if (error instanceof PlanError) return invalid(error.message.split("\n"));
      if (error instanceof OutsideFolder)
        return failureOf({ code: "file_outside_folder", message: error.message });
      throw error;
    }
  },
});

function readRequests(input: object, folder: string): BatchFile {
  const batch = parseBatch(JSON.stringify(input), "requests");
  return locateBatch(batch, (path) => locateInside(folder, path));
}

const invalid = (mistakes: readonly string[]) =>
  failureOf({
    code: "plan_invalid",
    message: `The requests cannot be planned. Nothing was spent. Correct ${mistakes.length === 1 ? "this" : "these"} and plan again.`,
    mistakes,
  });
