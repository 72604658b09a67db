import { createKling, credentialsFromEnvironment } from "klingkit";
import { DownloadError, downloadVideo, measureVideo } from "klingkit/node";

const kling = createKling(credentialsFromEnvironment(process.env));
const task = await kling.videos.create({ prompt: "a fox in the snow" });

try {
  const file = await downloadVideo(kling, task, `videos/fox-${task.taskId}.mp4`, {
    maxSizeBytes: 200_000_000,
    onProgress: ({ receivedBytes, totalBytes }) => console.log(receivedBytes, totalBytes),
  });
  console.log(file.sizeBytes, file.sha256, await measureVideo(file.filePath));
} catch (error) {
  if (!DownloadError.isInstance(error)) throw error;
  console.log(error.code, error.receivedBytes); // the same call resumes where this one stopped; it costs nothing
}
