import { expect, it } from "vitest";
import type { PlanContext, PriceQuestion } from "../context/media-loader.ts";
import { mediaLabelOf } from "./load-inputs.ts";
import { sealPlan } from "./make-plan.ts";
import { planOperation } from "./plan-operation.ts";
import { findStaleness } from "./saved-plan.ts";

const TEXT = "kling-video/v2.6/pro/text-to-video";
const IMAGE = "kling-video/v2.6/pro/image-to-video";

/** A service that names this price, and keeps what it was asked. */
function createContext(usd: number | undefined) {
  const questions: PriceQuestion[] = [];
  const context: PlanContext = {
    loadImage: () => Promise.reject(new Error("no images")),
    loadFile: (name) =>
      Promise.resolve({ value: mediaLabelOf("ab"), manifest: { name, kind: "file", sha256: "ab" } }),
    askPrice: async (question) => {
      questions.push(question);
      return usd;
    },
  };
  return { context, questions };
}

const planWith = (context: PlanContext, body = {}, operation = TEXT) =>
  planOperation({ name: "fox", operation, body: { prompt: "a fox", ...body } }, context);

it("takes the price that the service names, and says so", async () => {
  const { context, questions } = createContext(0.19);
  const job = await planWith(context);
  expect(job.estimate).toMatchObject({ isKnown: true, unit: "usd", units: 0.19, usd: 0.19, isAsked: true });
  expect(questions).toMatchObject([{ service: "higgsfield", operation: TEXT, body: { prompt: "a fox" } }]);
  expect(sealPlan("p", [job]).totals).toMatchObject({ unit: "usd", units: 0.19 });
});

it("keeps the list price where the service names none, and where nobody is asked", async () => {
  const { context } = createContext(undefined);
  const listed = (await planWith(context)).estimate;
  expect(listed).toMatchObject({ isKnown: true, units: 0.7 });
  expect(listed).not.toHaveProperty("isAsked");
  const { askPrice, ...silent } = context;
  expect((await planWith(silent)).estimate).toEqual(listed);
});

it("asks nothing for a body with mistakes, nor for Kling", async () => {
  const { context, questions } = createContext(1);
  expect((await planWith(context, { duration: 99 })).issues).not.toEqual([]);
  await planWith(context, {}, "v1/text2video");
  expect(questions).toEqual([]);
});

it("does not give a file away to ask for a price", async () => {
  const { context, questions } = createContext(0.2);
  await planWith(context, { image_url: "fox.png" }, IMAGE);
  expect(questions[0]?.body).toMatchObject({ image_url: "https://example.com/input" });
});

it.each([
  [0.19, 0.19, []],
  [0.19, 0.1, []],
  [0.19, 0.2, [{ reason: "price" }]],
  [undefined, 0.71, [{ reason: "price" }]],
  [undefined, 0.3, []],
  [0.19, undefined, []],
])("holds a saved plan of %s to %s now", async (was, now, found) => {
  const job = await planWith(createContext(was).context);
  expect(await findStaleness(sealPlan("p", [job]), createContext(now).context)).toMatchObject(found);
});
