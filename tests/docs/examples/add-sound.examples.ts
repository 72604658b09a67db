import { createKling, credentialsFromEnvironment } from "klingkit";

const kling = createKling(credentialsFromEnvironment(process.env));
const silent = await kling.tasks.wait(await kling.videos.create({ prompt: "a fox in the snow" }));
const videoId = silent.videos[0]?.id;
if (videoId === undefined) throw new Error("the service reported no ID of the video");

const task = await kling.videos.addSound({ video_id: videoId, sound_effect_prompt: "steps in snow" });
const done = await kling.tasks.wait(task);
for (const { kind, links } of done.results) {
  console.log(kind, links.map(({ format, variant }) => variant ?? format ?? "file").join(", "));
}
