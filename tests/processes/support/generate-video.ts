// A program that makes one video, to be killed while it waits. Its settings come from the environment.
import { createKlingkit } from "@klingkit/ai-sdk";
import { experimental_generateVideo as generateVideo } from "ai";

const klingkit = createKlingkit({ outputDir: process.env["VIDEO_FOLDER"] ?? "videos" });
await generateVideo({
  model: klingkit.video("kling-2.5-turbo"),
  prompt: "A fox in the snow",
  duration: 5,
  providerOptions: { klingkit: { key: "order 4711" } },
});
await klingkit.close();
