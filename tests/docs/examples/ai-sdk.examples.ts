import { createKlingkit } from "@klingkit/ai-sdk";
import { experimental_generateVideo as generateVideo } from "ai";

const klingkit = createKlingkit({ outputDir: "videos", store: "videos/jobs.sqlite" });
const { providerMetadata } = await generateVideo({
  model: klingkit.video("kling-3.0-turbo"),
  prompt: "A fox in the snow",
  duration: 5,
  providerOptions: { klingkit: { key: "order-4711" } }, // the same key never buys again
});
console.log(providerMetadata["klingkit"]); // path, SHA-256, units and US dollars of each video
await klingkit.close();
