import { expectTypeOf, test } from "vitest";
import {
  ApiError,
  type CreatedTask,
  createKling,
  KlingkitError,
  type StatusOutcome,
  type TaskHandle,
  type TaskSnapshot,
  TimeoutError,
  type VideoCreateOptions,
} from "./index.ts";

const kling = createKling({ apiKey: "key" });

test("results have the documented types", () => {
  expectTypeOf(
    kling.standard.textToVideo.create("kling-3.0", { prompt: "a fox" }),
  ).resolves.toEqualTypeOf<CreatedTask>();
  expectTypeOf(kling.v1.text2video.get("1")).resolves.toEqualTypeOf<TaskSnapshot>();
  expectTypeOf(kling.v1.text2video.list()).resolves.toEqualTypeOf<readonly TaskSnapshot[]>();
  expectTypeOf(kling.tasks.status).returns.resolves.toEqualTypeOf<StatusOutcome>();
  expectTypeOf(kling.tasks.wait).parameter(0).toEqualTypeOf<TaskHandle>();
  expectTypeOf<CreatedTask>().toExtend<TaskHandle>();
  expectTypeOf<TaskSnapshot>().toExtend<TaskHandle>();
});

test("bodies are checked against their own model", () => {
  void kling.standard.textToVideo.create("kling-3.0", {
    prompt: "a fox",
    settings: { audio: "native", duration: 7 },
  });
  // @ts-expect-error 3.0 Turbo has no audio field
  void kling.standard.textToVideo.create("kling-3.0-turbo", { prompt: "a", settings: { audio: "native" } });
  // @ts-expect-error the prompt is required
  void kling.standard.textToVideo.create("kling-3.0", {});
  // @ts-expect-error an omni model is no text-to-video model
  void kling.standard.textToVideo.create("kling-3.0-omni", { prompt: "a fox" });
  // @ts-expect-error legacy durations are text
  void kling.v1.text2video.create({ model_name: "kling-v3", prompt: "a fox", duration: 5 });
});

test("a request's model is offered from the tables, and any other text passes", () => {
  type Offered = VideoCreateOptions["model"];
  // Members that are not all text: a plain `string` would swallow the names that an editor offers.
  type Named<Member> = Member extends unknown ? (string extends Member ? never : Member) : never;
  expectTypeOf<"kling-v3" | "kling-3.0-turbo" | "kling-v3-omni">().toExtend<Named<Offered>>();
  void kling.videos.create({ prompt: "a fox" }, { model: "kling-9" });
  // @ts-expect-error a model is text
  void kling.videos.create({ prompt: "a fox" }, { model: 3 });
});

test("ids are asked for in one way at a time", () => {
  void kling.tasks.get({ taskIds: ["1"] });
  // @ts-expect-error task ids and external ids exclude each other
  void kling.tasks.get({ taskIds: ["1"], externalTaskIds: ["2"] });
  // @ts-expect-error ids are never numbers
  void kling.tasks.get({ taskIds: [1] });
});

test("a status outcome narrows by its kind", () => {
  const read = (outcome: StatusOutcome) => {
    if (outcome.kind === "found") expectTypeOf(outcome.task).toEqualTypeOf<TaskSnapshot>();
    // @ts-expect-error only a found outcome has a task
    else outcome.task;
    if (outcome.kind === "expired") expectTypeOf(outcome.ageSeconds).toEqualTypeOf<number>();
  };
  expectTypeOf(read).returns.toBeVoid();
});

test("isInstance narrows", () => {
  const read = (error: unknown) => {
    if (ApiError.isInstance(error))
      expectTypeOf(error.serviceCode).toEqualTypeOf<number | string | undefined>();
    if (TimeoutError.isInstance(error)) expectTypeOf(error.handle).toEqualTypeOf<TaskHandle | undefined>();
    if (KlingkitError.isInstance(error))
      expectTypeOf(error.mayHaveCharged).toEqualTypeOf<"no" | "yes" | "unknown">();
  };
  expectTypeOf(read).returns.toBeVoid();
});
