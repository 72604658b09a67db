// A user's program on the npm package kling-api 1.0.0, written as its README shows; nothing in it knows of the emulator.
import { env, stdout } from "node:process";
import { KlingAPI, KlingAPIError } from "kling-api";

const api = new KlingAPI({ baseUrl: env.KLING_BASE_URL });
const polling = { interval: 10, timeout: 20_000, showSpinner: false };

async function saveText() {
  const created = await api.textToVideo({
    model_name: "kling-v2-6",
    prompt: "a fox in the snow",
    mode: "pro",
    duration: "5",
    aspect_ratio: "9:16",
    sound: "on",
    external_task_id: "fox-1",
  });
  const done = await api.waitForVideoResult(created.data.task_id, undefined, polling);
  return api.saveVideoResult(done, "videos", "a fox");
}

async function saveImage() {
  const created = await api.imageToVideo({
    model_name: "kling-v2-5-turbo",
    image: "fox.png",
    prompt: "it runs",
    mode: "pro",
    duration: "5",
  });
  const query = (id) => api.queryImageToVideoTask(id);
  const done = await api.waitForVideoResult(created.data.task_id, query, polling);
  return api.saveVideoResult(done, "videos", "it runs");
}

async function saveOmni() {
  const created = await api.omniVideo({
    prompt: "a fox like <<<image_1>>>",
    image_list: [{ image_url: "fox.png" }],
    aspect_ratio: "1:1",
    duration: "5",
  });
  const query = (id) => api.queryOmniVideoTask(id);
  const done = await api.waitForVideoResult(created.data.task_id, query, polling);
  return api.saveVideoResult(done, "videos", "like");
}

async function refusalOf(call) {
  try {
    await call();
    return "accepted";
  } catch (error) {
    if (!(error instanceof KlingAPIError)) throw error;
    return { code: error.code, httpStatus: error.httpStatus, message: error.message };
  }
}

const result = {
  isHealthy: await api.healthCheck(),
  files: [...(await saveText()), ...(await saveImage()), ...(await saveOmni())],
  retired: await refusalOf(() => api.textToVideo({ prompt: "a fox" })),
  duplicate: await refusalOf(() =>
    api.textToVideo({ model_name: "kling-v2-6", prompt: "again", external_task_id: "fox-1" }),
  ),
  unknown: await refusalOf(() => api.queryTextToVideoTask("no-such-task")),
};
stdout.write(JSON.stringify(result));
