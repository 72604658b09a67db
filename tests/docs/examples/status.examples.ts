import { createKling, credentialsFromEnvironment } from "klingkit";

const kling = createKling(credentialsFromEnvironment(process.env));
const task = await kling.videos.create({ prompt: "a fox in the snow" });

const outcome = await kling.tasks.status(task);
if (outcome.kind === "found") console.log(outcome.task.status, outcome.task.rawStatus, outcome.via);
else console.log(outcome.kind, outcome.ageSeconds);
