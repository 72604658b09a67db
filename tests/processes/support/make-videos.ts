// A program that makes as many videos as its argument says, in one call. Its settings come from the environment.
import { createKlingkit } from "@klingkit/ai-sdk";
import { experimental_generateVideo as generateVideo } from "ai";

const count = Number(process.argv[2] ?? 1);
const klingkit = createKlingkit({
  outputDir: process.env["VIDEO_FOLDER"] ?? "videos",
  policy: { maxUnitsPerCall: null },
  concurrency: Math.min(count, 20),
});
const { uploadedVideos } = await generateVideo({
  model: klingkit.video("kling-2.5-turbo"),
  prompt: "A fox in the snow",
  duration: 5,
  n: count,
});
if (uploadedVideos !== count) throw new Error(`${uploadedVideos} of ${count} videos were made`);
await klingkit.close();
