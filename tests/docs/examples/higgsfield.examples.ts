import { createHiggsfield, higgsfieldFromEnvironment } from "klingkit/higgsfield";
import { download } from "klingkit/node";

const higgsfield = createHiggsfield(higgsfieldFromEnvironment(process.env));
const endpoint = "kling-video/v2.6/pro/text-to-video";
const body = { prompt: "a fox in the snow", duration: 5, sound: "off" } as const;

console.log(await higgsfield.estimate(endpoint, body)); // free
const created = await higgsfield.create(endpoint, body);
const task = await higgsfield.requests.wait(created);
const url = task.videos[0]?.url;
if (url !== undefined) await download({ url }, "fox.mp4");
