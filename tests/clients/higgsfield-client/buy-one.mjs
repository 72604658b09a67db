// A user's program on the npm package @higgsfield/client 0.2.6, as its README shows: create, wait, save.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { env, stdout } from "node:process";
import { createHiggsfieldClient } from "@higgsfield/client/v2";

const scale = Number(env.SCALE);
// Its defaults of 1 s, 2 s and 5 minutes, in the emulator's time.
const client = createHiggsfieldClient({
  credentials: env.HF_CREDENTIALS,
  timeout: Number(env.TIMEOUT_MS),
  retryBackoff: 1000 / scale,
  pollInterval: 2000 / scale,
  maxPollTime: 300_000 / scale,
});
try {
  const input = { prompt: "a fox in the snow", duration: 5, sound: "off" };
  const done = await client.subscribe("kling-video/v2.6/pro/text-to-video", { input });
  if (done.status === "completed") {
    const response = await fetch(done.video.url);
    if (!response.ok) throw new Error(`download: HTTP ${response.status}`);
    writeFileSync(join(env.OUTPUT_DIR, "fox.mp4"), Buffer.from(await response.arrayBuffer()));
    stdout.write("saved");
  } else stdout.write(done.status);
} catch (error) {
  stdout.write(error.message);
}
