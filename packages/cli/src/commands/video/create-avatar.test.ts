import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const HOUR_MS = 3_600_000;
const IMAGE = "https://example.com/person.png";
const SOUND = "https://example.com/speech.mp3";
let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

const words = (...more: readonly string[]) => ["video", "create-avatar", ...more];

test("plans an avatar for the seconds of its sound, to the nearest", async () => {
  const { json } = await bench.run(
    words("she laughs", "-i", IMAGE, "-a", SOUND, "--audio-seconds", "11.3", "--dry-run"),
  );
  expect(json).toMatchObject({
    route: "v1/avatar/image2video",
    payload: { image: IMAGE, sound_file: SOUND, prompt: "she laughs" },
    estimate: { units: 4.4 },
  });
});

test("names the price of the longest sound where the length is unknown", async () => {
  const { json } = await bench.run(words("-i", IMAGE, "-a", SOUND, "-m", "pro", "--dry-run"));
  expect(json).toMatchObject({ estimate: { units: "unknown", at_most: { units: 240 } } });
});

test.each([
  [["-a", SOUND], "missing_image"],
  [["-i", IMAGE], "missing_audio"],
  [["-i", IMAGE, "-a", SOUND, "--audio-id", "1"], "conflicting_audio"],
  [["-i", IMAGE, "-a", SOUND, "-m", "4k"], "invalid_mode"],
  [["-i", "none.png", "-a", SOUND], "image_not_found"],
  [["-i", IMAGE, "-a", "none.mp3"], "audio_not_found"],
  [["-i", IMAGE, "-a", SOUND, "--audio-seconds", "0"], "invalid_duration"],
])("refuses %j with %s before any request", async (given, code) => {
  const { exitCode, error } = await bench.run(words(...given));
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
  expect(bench.requests).toEqual([]);
});

test("sends a local sound, and refuses a file that holds none", async () => {
  await writeFile(join(bench.folder, "speech.mp3"), Buffer.concat([Buffer.from("ID3"), Buffer.alloc(64)]));
  await writeFile(join(bench.folder, "notes.mp3"), "no sound at all");
  const planned = await bench.run(words("-i", IMAGE, "-a", "speech.mp3", "--dry-run"));
  expect(planned.json).toMatchObject({
    payload: { sound_file: { name: join(bench.folder, "speech.mp3"), format: "mp3" } },
  });
  // A strict emulator takes no sound_file that is neither an address nor base64.
  expect((await bench.run(words("-i", IMAGE, "-a", "speech.mp3"))).exitCode).toBe(0);
  const { exitCode, error } = await bench.run(words("-i", IMAGE, "-a", "notes.mp3"));
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "invalid_audio" });
});

test("lets speech of the service speak, and reads the task by its type", async () => {
  const speech = await bench.run([
    ...["tts", "A fox walks through the snow.", "--voice-id", "oversea_male1", "--voice-language", "en"],
  ]);
  expect(speech.exitCode).toBe(0);
  const [made] = bench.emulator.control.tasks();
  const id = String(BigInt(made?.id ?? 0) + (12n << 22n));
  const { json } = await bench.run(words("-i", IMAGE, "--audio-id", id));
  await bench.emulator.control.advance(HOUR_MS);
  const task = String(json["task_id"]);
  expect((await bench.run(`video status ${task} --type avatar`)).json).toMatchObject({ status: "succeed" });
  expect(bench.emulator.control.tasks()).toContainEqual(
    expect.objectContaining({
      id: task,
      units: 0.8,
      results: [expect.objectContaining({ durationSeconds: 2.87 })],
    }),
  );
});
