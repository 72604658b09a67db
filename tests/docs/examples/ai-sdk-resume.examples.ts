import { createKlingkit, KlingkitVideoError } from "@klingkit/ai-sdk";
import { experimental_generateVideo as generateVideo } from "ai";

const klingkit = createKlingkit({ outputDir: "videos", store: "videos/jobs.sqlite" });
try {
  await generateVideo({
    model: klingkit.video("kling-3.0-turbo"),
    prompt: "An owl on a branch",
    duration: 5,
    abortSignal: AbortSignal.timeout(200), // stops the waiting, not the job
  });
} catch (error) {
  if (!KlingkitVideoError.isInstance(error) || error.key === undefined) throw error;
  console.log(error.code, error.jobId, error.mayHaveCharged); // aborted, the job, then no, yes or unknown
  const { videos } = await klingkit.resumeVideo({ key: error.key });
  console.log(videos[0]?.path);
}
await klingkit.close();
