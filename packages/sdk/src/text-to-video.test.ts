import { expect, test } from "vitest";
import { API_KEY, accepted, answering } from "./testing/service-double.ts";
import { createKlingTextToVideo } from "./text-to-video.ts";

test("the small client creates, and reads tasks of both families", async () => {
  const service = answering(
    accepted({ id: "1", status: "submitted" }),
    accepted([{ id: "1", status: "processing" }]),
    accepted([{ id: "2", status: "processing" }]),
  );
  const kling = createKlingTextToVideo({ apiKey: API_KEY, fetch: service.fetch });
  const task = await kling.textToVideo.create("kling-3.0-turbo", { prompt: "a fox" });
  expect(await kling.tasks.status(task)).toMatchObject({ kind: "found", task: { taskId: "1" } });
  const legacy = { taskId: "2", family: "legacy", product: "text2video" } as const;
  expect(await kling.tasks.status(legacy)).toMatchObject({ kind: "found", via: "tasks" });
  expect(Object.keys(kling.metrics())).toEqual(["text-to-video/kling-3.0-turbo", "tasks/query"]);
});

test("the small client cannot be given a key pair", async () => {
  // @ts-expect-error it has no code to sign with
  const kling = createKlingTextToVideo({ accessKey: "ak", secretKey: "sk" });
  const create = kling.textToVideo.create("kling-3.0", { prompt: "a fox" });
  await expect(create).rejects.toMatchObject({ code: "KLINGKIT_CONFIG" });
});
