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

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==",
  "base64",
);

it("keeps what was uploaded, and the addresses for what was not yet", async () => {
  // The addresses name the port, which a restarted emulator has again.
  const options = { dataDir, publicUrl: "http://emulator.example" };
  const first = await createTestHiggsfield(options);
  const grant = async () =>
    (await first.call("POST", "/files/generate-upload-url", { content_type: "image/png" })).body;
  const [there, later] = [await grant(), await grant()];
  const put = async (
    { emulator }: typeof first,
    { upload_url: url, upload_headers: headers }: typeof there,
  ) => (await emulator.fetch(new Request(String(url), { method: "PUT", headers, body: PNG }))).status;
  const get = async ({ emulator }: typeof first, url: unknown) =>
    (await emulator.fetch(new Request(String(url)))).status;
  expect(await put(first, there)).toBe(200);
  await first.emulator.close();

  const second = await createTestHiggsfield(options);
  expect(await get(second, there.public_url)).toBe(200);
  expect(await get(second, later.public_url)).toBe(404);
  expect(await put(second, later)).toBe(200);
  second.control.reset();
  await second.emulator.close();

  const third = await createTestHiggsfield(options);
  expect(await get(third, there.public_url)).toBe(404);
  await third.emulator.close();
});
