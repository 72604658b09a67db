import { createKling, credentialsFromEnvironment, TimeoutError } from "klingkit";

const kling = createKling(credentialsFromEnvironment(process.env));
const task = await kling.videos.create({ prompt: "a fox in the snow" });
const stop = new AbortController();

try {
  const done = await kling.tasks.wait(task, {
    timeoutMs: 10 * 60_000,
    pollIntervalMs: 2000,
    signal: stop.signal,
    onProgress: (event) => console.log(event.type, event.elapsedMs),
  });
  console.log(done.videos[0]?.url, done.billing.units);
} catch (error) {
  if (!TimeoutError.isInstance(error)) throw error;
  console.log("still running; wait again with", error.handle);
}
