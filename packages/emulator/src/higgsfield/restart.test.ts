import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestHiggsfield, LATER_MS, TEXT_TO_VIDEO } from "../testing/test-higgsfield.ts";

let dataDir = "";
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "klingkit-restart-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

it("keeps requests, their keys, the funds and the queue across a restart", async () => {
  const options = { dataDir, higgsfield: { balanceUsd: 2.2, concurrency: 1 } };
  const key = { "idempotency-key": "one" };
  const first = await createTestHiggsfield(options);
  const running = await first.submit(key);
  const waiting = await first.submit();
  await first.control.advance(10_000);
  await first.emulator.close();

  const second = await createTestHiggsfield(options);
  expect((await second.status(running)).body.status).toBe("in_progress");
  expect((await second.status(waiting)).body.status).toBe("queued");
  const replay = await second.call("POST", TEXT_TO_VIDEO, { prompt: "a fox" }, key);
  expect(replay.body).toMatchObject({ request_id: running });
  const mismatch = await second.call("POST", TEXT_TO_VIDEO, { prompt: "a cat" }, key);
  expect(mismatch.status).toBe(422);
  await second.control.advance(LATER_MS);
  await second.emulator.close();

  const third = await createTestHiggsfield(options);
  expect((await third.status(running)).body.status).toBe("completed");
  expect((await third.status(waiting)).body.status).toBe("completed");
  // US$ 0.80 of 2.20 are left: one more video of US$ 0.70, not two.
  await third.submit();
  expect((await third.call("POST", TEXT_TO_VIDEO, { prompt: "x" })).status).toBe(403);
  expect(third.control.journal()).toMatchObject({ accepted: 3, billed: 2, replayed: 1 });
  await third.emulator.close();
});
