import { findHiggsfieldCreate, type HiggsfieldCreate } from "@klingkit/spec/higgsfield";
import { expectTypeOf, test } from "vitest";
import {
  type CancelOutcome,
  createHiggsfield,
  type HiggsfieldParams,
  type ServiceEstimate,
  type VerifiedHiggsfieldWebhook,
  verifyHiggsfieldWebhook,
} from "../higgsfield.ts";
import type { CreatedTask, TaskSnapshot } from "../index.ts";

const higgsfield = createHiggsfield({ credentials: "id:secret" });
const T2V = "kling-video/v2.6/pro/text-to-video";

test("results have the documented types", () => {
  expectTypeOf(higgsfield.create(T2V, { prompt: "a fox" })).resolves.toEqualTypeOf<CreatedTask>();
  expectTypeOf(higgsfield.estimate(T2V, {})).resolves.toEqualTypeOf<ServiceEstimate>();
  expectTypeOf(higgsfield.requests.status("1")).resolves.toEqualTypeOf<TaskSnapshot>();
  expectTypeOf(higgsfield.requests.cancel("1")).resolves.toEqualTypeOf<CancelOutcome>();
  expectTypeOf(verifyHiggsfieldWebhook).returns.toEqualTypeOf<VerifiedHiggsfieldWebhook>();
  expectTypeOf<HiggsfieldParams[typeof T2V]>().toHaveProperty("duration").toEqualTypeOf<5 | 10 | undefined>();
});

test("bodies are checked against their own endpoint", () => {
  // @ts-expect-error a prompt is required
  void higgsfield.create(T2V, {});
  // @ts-expect-error numbers are strict
  void higgsfield.create(T2V, { prompt: "a fox", duration: "5" });
  // @ts-expect-error this endpoint has no such field
  void higgsfield.create(T2V, { prompt: "a fox", negative_prompt: "blur" });
  // @ts-expect-error no endpoint has this name
  void higgsfield.create("kling-video/omni/image-to-video", { prompt: "a fox" });
  // @ts-expect-error a key is text
  void higgsfield.create(T2V, { prompt: "a fox" }, { idempotencyKey: 1 });
});

test("an operation of spec takes any body, and the created request is what the reads take", async () => {
  const operation: HiggsfieldCreate | undefined = findHiggsfieldCreate(T2V);
  if (operation) await higgsfield.requests.wait(await higgsfield.create(operation, { prompt: "a fox" }));
});
