import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { createEmulator } from "@klingkit/emulator";
import { ConcurrencyLimitError, createKling } from "klingkit";

const emulator = await createEmulator({ clock: "frozen", concurrency: 1 });
const kling = createKling({
  apiKey: "api-key-kling-test", // any key with this prefix; each key is an account of its own
  baseUrl: emulator.baseUrl,
  fetch: emulator.fetch,
});

beforeEach(() => emulator.control.reset());
after(() => emulator.close());

test("a video is bought once and costs what was shown", async () => {
  const task = await kling.videos.create({ prompt: "a fox", durationSeconds: 5 });
  await emulator.control.advance(10 * 60_000); // ten minutes in no time
  const done = await kling.tasks.wait(task);
  assert.equal(done.status, "succeeded");
  assert.equal(emulator.control.journal().billed, 1);
});

test("a full account refuses and nothing is made", async () => {
  await kling.videos.create({ prompt: "first" });
  await assert.rejects(kling.videos.create({ prompt: "second" }), ConcurrencyLimitError);
  assert.equal(emulator.control.journal().accepted, 1);
});

test("a lost response does not lose the task", async () => {
  emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "reset-after-accept" }, times: 1 },
  ]);
  const request = { prompt: "a fox", externalTaskId: "order-17" };
  await assert.rejects(kling.videos.create(request), {
    mayHaveCharged: "unknown",
    externalTaskId: "order-17",
  });
  const [task] = await kling.tasks.get({ externalTaskIds: ["order-17"] });
  assert.ok(task);
});
