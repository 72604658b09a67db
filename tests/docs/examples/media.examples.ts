import { MEDIA_RULES } from "@klingkit/spec";
import { createKling, credentialsFromEnvironment } from "klingkit";
import { downloadVideo, loadImage } from "klingkit/node";

const kling = createKling(credentialsFromEnvironment(process.env));
// Any PNG, such as examples/lake.png; or a URL, a data: URL, bytes, a stream
const fox = await loadImage("fox.png", MEDIA_RULES.standardImage);
console.log(fox.manifest);
const task = await kling.videos.create({ prompt: "it runs away", firstFrame: fox.value });
await downloadVideo(kling, task, `fox-${task.taskId}.mp4`);
