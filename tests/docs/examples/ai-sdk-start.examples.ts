import { setTimeout as sleep } from "node:timers/promises";
import { createKlingkit } from "@klingkit/ai-sdk";
import { experimental_getVideoStatus as getVideoStatus, experimental_startVideo as startVideo } from "ai";

const klingkit = createKlingkit({ outputDir: "videos", store: "videos/jobs.sqlite" });
const model = klingkit.video("kling-3.0-turbo");
const { operation } = await startVideo({ model, prompt: "A fox in the snow", duration: 5 });
// `operation` is plain JSON: keep it, and ask from any process that has the store.
let status = await getVideoStatus(model, { operation });
while (status.status === "pending") {
  await sleep(200);
  status = await getVideoStatus(model, { operation });
}
console.log(status.status);
await klingkit.close();
