// A user's program on the npm package kling-api 1.0.0, as its README shows: create, wait, save.
import { env, stdout } from "node:process";
import { KlingAPI } from "kling-api";

const scale = Number(env.SCALE);
const api = new KlingAPI({ baseUrl: env.KLING_BASE_URL, timeout: Number(env.TIMEOUT_MS) });
try {
  const created = await api.textToVideo({
    model_name: "kling-v2-5-turbo",
    prompt: "a fox in the snow",
    mode: "pro",
    duration: "5",
  });
  // Its defaults of 3 s and 15 minutes, in the emulator's time.
  const polling = { interval: 3000 / scale, timeout: 900_000 / scale, showSpinner: false };
  const done = await api.waitForVideoResult(created.data.task_id, undefined, polling);
  await api.saveVideoResult(done, env.OUTPUT_DIR, "a fox");
  stdout.write("saved");
} catch (error) {
  stdout.write(error.message);
}
