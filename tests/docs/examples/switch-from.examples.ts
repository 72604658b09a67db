// #region before
import { setTimeout as sleep } from "node:timers/promises";

const headers = {
  authorization: `Bearer ${process.env["KLING_API_KEY"]}`,
  "content-type": "application/json",
};
const host = process.env["KLING_BASE_URL"] ?? "https://api-singapore.klingai.com";

async function call(path: string, init: RequestInit = {}) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(`${host}${path}`, { headers, ...init });
      const { code, message, data } = JSON.parse(await response.text());
      if (code !== 0) throw new Error(message);
      return data;
    } catch (error) {
      if (attempt === 3) throw error; // a create that was lost is sent, and paid for, again
    }
  }
}

const body = JSON.stringify({
  model_name: "kling-v3",
  prompt: "a fox in the snow",
  duration: "5",
  mode: "std",
});
let task = await call("/v1/videos/text2video", { method: "POST", body });
while (task.task_status !== "succeed") {
  await sleep(100); // 5 s at the service
  task = await call(`/v1/videos/text2video/${task.task_id}`);
}
console.log(task.task_result.videos[0].url);
// #endregion

const oldTaskId: string = task.task_id;

// #region after
import { writeFile } from "node:fs/promises";
import { createKling, credentialsFromEnvironment } from "klingkit";
import { downloadVideo } from "klingkit/node";

const kling = createKling(credentialsFromEnvironment(process.env));
const created = await kling.v1.text2video.create({
  model_name: "kling-v3",
  prompt: "a fox in the snow",
  duration: "5",
  mode: "std",
  external_task_id: "clip-42", // yours; a second create with it is refused
});
await writeFile("task.json", JSON.stringify(created)); // any process can continue from here
const { filePath, sha256 } = await downloadVideo(kling, created, `fox-${created.taskId}.mp4`); // waits first
console.log(filePath, sha256);
// #endregion

// #region adopt
const [known] = await kling.tasks.get({ taskIds: [oldTaskId] });
console.log(known?.status, known?.billing.units);
const old = { taskId: oldTaskId, family: "legacy", product: "text2video" };
await downloadVideo(kling, old, "old.mp4");
// #endregion
