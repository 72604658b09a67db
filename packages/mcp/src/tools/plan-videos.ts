import {
  batchInvalid,
  locateBatch,
  makePlan,
  type Plan,
  PlanError,
  readBatch,
  withMediaFolder,
} from "@klingkit/engine";
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
  input: z.strictObject({
    requests: z.array(z.looseObject({})).check(z.minLength(1)),
    purpose: z.optional(z.string().check(z.describe("label under which purchases are counted"))),
    defaults: fields(),
  }),
  output: z.looseObject({
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
      const { batch, ...origin } = readRequests(input, deps.mediaFolder);
      const plan = await makePlan(batch, withMediaFolder(planContext, deps.mediaFolder), origin);
      if (plan.verdict === "invalid") return invalid(issuesOf(plan));
      await jobClient.keepPlan(plan);
      const preview = await engine.preview(plan, { continues: true });
      return resultOf(planJson(plan, preview, deps.warningsOf(preview)), [planLink(plan.hash)]);
    } catch (error) {
      if (error instanceof PlanError) return invalid(mistakesOf(error));
      if (error instanceof OutsideFolder)
        return failureOf({ code: "file_outside_folder", message: error.message });
      throw error;
    }
  },
});

/** As much of the requests as can be read, with what is wrong with the rest, so that all mistakes come in one go. */
function readRequests(input: object, folder: string) {
  const { batch, ...origin } = readBatch(JSON.stringify(input), "requests");
  if (!batch) throw batchInvalid(origin.mistakes);
  return { ...origin, batch: locateBatch(batch, (path) => locateInside(folder, path)) };
}

interface Mistake {
  readonly request?: string | undefined;
  readonly field?: string | undefined;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

const mistakesOf = ({ mistakes, message }: PlanError): readonly Mistake[] =>
  mistakes.length === 0
    ? [{ message }]
    : mistakes.map(({ request, field, message: text, suggestion }) => ({
        request,
        field,
        message: text,
        suggestion,
      }));

const issuesOf = ({ jobs }: Plan): readonly Mistake[] =>
  jobs.flatMap(({ name, issues }) =>
    issues.map(({ field, path, message }) => ({ request: name, field: field ?? path, message })),
  );

const invalid = (mistakes: readonly Mistake[]) =>
  failureOf({
    code: "plan_invalid",
    message: `The requests cannot be planned. Nothing was spent. Correct ${mistakes.length === 1 ? "this" : "these"} and plan again.`,
    mistakes,
  });
