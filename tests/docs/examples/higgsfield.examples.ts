import { createHiggsfield, higgsfieldFromEnvironment } from "klingkit/higgsfield";
import { downloadVideo } from "klingkit/node";

const higgsfield = createHiggsfield(higgsfieldFromEnvironment(process.env));
const endpoint = "kling-video/v2.6/pro/text-to-video";
const body = { prompt: "a fox in the snow", duration: 5, sound: "off" } as const;

console.log(await higgsfield.estimate(endpoint, body)); // free
const created = await higgsfield.create(endpoint, body); // spends, once
const file = await downloadVideo(higgsfield, created, `fox-${created.taskId}.mp4`); // waits for the end first
console.log(file.filePath);
