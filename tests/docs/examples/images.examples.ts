import { createKling, credentialsFromEnvironment } from "klingkit";
import { download } from "klingkit/node";

const kling = createKling(credentialsFromEnvironment(process.env));
const task = await kling.images.generate({ model_name: "kling-v3", prompt: "a fox in the snow", n: 2 });
console.log(task.estimate); // in units of the image pack
const done = await kling.tasks.wait(task);
for (const { index, url } of done.images) {
  if (url !== undefined) await download({ url }, `fox-${index}.png`);
}
