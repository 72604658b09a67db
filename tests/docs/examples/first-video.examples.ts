import { createKling, credentialsFromEnvironment } from "klingkit";
import { downloadVideo } from "klingkit/node";

const kling = createKling(credentialsFromEnvironment(process.env));
const task = await kling.videos.create({ prompt: "a fox in the snow", durationSeconds: 5 });
const done = await kling.tasks.wait(task);
const file = await downloadVideo(kling, done, `fox-${done.taskId}.mp4`);
console.log(file.filePath);
