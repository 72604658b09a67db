import { expect, test } from "vitest";
import { API_KEY, accepted, answering } from "./test-support/service-double.ts";
import { createKlingTextToVideo } from "./text-to-video.ts";

test("the small client creates on both families and reads tasks", async () => {
  const service = answering(
    accepted({ id: "1", status: "submitted" }),
    accepted({ task_id: "2", task_status: "submitted" }),
    accepted({ task_id: "2", task_status: "processing" }),
  );
  const kling = createKlingTextToVideo({ apiKey: API_KEY, fetch: service.fetch });
  expect(await kling.standard.textToVideo.create("kling-3.0-turbo", { prompt: "a fox" })).toMatchObject({
    taskId: "1",
  });
  const task = await kling.v1.text2video.create({ model_name: "kling-v3", prompt: "a fox" });
  expect(await kling.tasks.status(task)).toMatchObject({ kind: "found", via: "direct" });
  expect(kling.metrics()).toHaveProperty("v1/text2video/get");
});

test("the small client cannot be given a key pair", async () => {
  // @ts-expect-error it has no code to sign with
  const kling = createKlingTextToVideo({ accessKey: "ak", secretKey: "sk" });
  await expect(kling.v1.text2video.list()).rejects.toMatchObject({ code: "KLING_CONFIG" });
});
