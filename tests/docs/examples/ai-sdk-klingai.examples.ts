import { writeFile } from "node:fs/promises";
import { klingai } from "@klingkit/ai-sdk"; // was: "@ai-sdk/klingai"
import { experimental_generateVideo as generateVideo } from "ai";

const { video, warnings } = await generateVideo({
  model: klingai.video("kling-v2.6-t2v"),
  prompt: "A fox in the snow",
  aspectRatio: "16:9",
  duration: 5,
  providerOptions: { klingai: { mode: "std" } },
});
await writeFile("fox.mp4", video.uint8Array);
console.log(warnings);
