import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const HOUR_MS = 3_600_000;
const VIDEO = "https://example.com/in.mp4";
const SOUND = "https://example.com/speech.mp3";
let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

test("shows the session and the faces of a video, which the next step takes", async () => {
  const { json } = await bench.run(["lip-sync", "identify", "--video-url", VIDEO]);
  expect(json).toMatchObject({ success: true, task_id: expect.stringMatching(/^\d{18}$/) });
  const face = {
    face_id: "0",
    sound_file: SOUND,
    sound_start_time: 0,
    sound_end_time: 3000,
    sound_insert_time: 0,
  };
  const made = await bench.run([
    ...["lip-sync", "create", "--session-id", String(json["task_id"])],
    ...["--face-choose", JSON.stringify([face])],
  ]);
  await bench.emulator.control.advance(HOUR_MS);
  const id = String(made.json["task_id"]);
  expect((await bench.run(`lip-sync status ${id}`)).json).toMatchObject({ status: "succeed" });
});
