import { createKling, credentialsFromEnvironment } from "klingkit";
import { imageGenerations } from "klingkit/operations";

const kling = createKling(credentialsFromEnvironment(process.env));
const body = { model_name: "kling-v3", prompt: "a fox in the snow", external_task_id: "order-18" };
const task = await kling.create(imageGenerations.create, body);
const done = await kling.tasks.wait(task);
console.log(done.results.length, done.status);
