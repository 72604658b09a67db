import { readFile, writeFile } from "node:fs/promises";
import { createKling, credentialsFromEnvironment } from "klingkit";
import { downloadVideo } from "klingkit/node";

const kling = createKling(credentialsFromEnvironment(process.env));

const created = await kling.videos.create({ prompt: "a fox in the snow" });
await writeFile("task.json", JSON.stringify(created));

// Later, in any process:
const task = JSON.parse(await readFile("task.json", "utf8"));
await downloadVideo(kling, task, `fox-${task.taskId}.mp4`); // waits first, if the task still runs
