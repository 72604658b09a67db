import type { Experimental_VideoModelV4, ModelEntry } from "@ai-sdk/provider";
import { expectTypeOf, it } from "vitest";
import { createKlingAI, createKlingkit, type KlingAIVideoModelOptions } from "./index.ts";
import { createKlingkit as createV3 } from "./v3.ts";

it("a model is one of the AI SDK", () => {
  const model = createKlingkit().video("kling-3.0-turbo") satisfies Experimental_VideoModelV4;
  expectTypeOf(model.specificationVersion).toEqualTypeOf<"v4">();
  expectTypeOf(createV3().video("kling-3.0-turbo").specificationVersion).toEqualTypeOf<"v3">();
  expectTypeOf(createKlingkit().catalogue).toEqualTypeOf<Readonly<Record<string, ModelEntry>>>();
});

it("options that nobody knows do not compile", () => {
  const options = { mode: "pro", sound: "on" } satisfies KlingAIVideoModelOptions;
  expectTypeOf(options.mode).toEqualTypeOf<"pro">();
  // @ts-expect-error -- a misspelt option would be paid for and ignored
  ({ negativePromt: "rain" }) satisfies KlingAIVideoModelOptions;
  // @ts-expect-error -- there is no such delivery
  createKlingAI({ deliver: "base64" });
});
