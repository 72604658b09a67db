import { readdirSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { type StartedEmulator, startEmulator } from "@klingkit/emulator";
import { createTempDir, type TempDir } from "@klingkit/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPng } from "../support/create-png.ts";
import { runProgram } from "../support/run-program.ts";
import { saveSample } from "./support/code-folder.ts";

const FOLDER = new URL("examples/", import.meta.url);
// Those of the AI SDK wait at the pace of the service: they run in ai-sdk-examples.test.ts, against a fast emulator.
/** It runs until it is stopped. */
const SERVER = "mcp.examples.ts";
const NAMES = readdirSync(FOLDER).filter(
  (name) => name.endsWith(".examples.ts") && !name.startsWith("ai-sdk") && name !== SERVER,
);
const LIMIT_MS = 180_000;

/** What an example says on stdout, where that matters. */
const SAYS: Readonly<Record<string, RegExp>> = {
  "add-sound.examples.ts": /^video [^\n]*\naudio mp3, wav\n$/,
  "ci.examples.ts": /# pass 3|ℹ pass 3/,
  "create-images-and-audio.examples.ts": /^https:\S+ https:\S+\n\d+\n$/,
  "create-videos.examples.ts": /^8 tasks\n$/,
  "create.examples.ts": /^1 succeeded\n$/,
  "deliver-events.examples.ts": /^task\.downloaded fox [0-9a-f]{64}\n$/,
  "engine.examples.ts": /collected: 1/,
  "enqueue.examples.ts": /^true order-17 approved null\n$/,
  "errors.examples.ts": /^KLINGKIT_INVALID_REQUEST false no\n[\s\S]*durationSeconds/,
  "first-video.examples.ts": /fox-\d+\.mp4\n$/,
  "higgsfield.examples.ts": /kind: 'price', credits: 5\.6, usd: 0\.35/,
  "higgsfield-image.examples.ts": /^accepted canceled\n$/,
  "higgsfield-once.examples.ts": /^true\n$/,
  "higgsfield-webhook.examples.ts": /succeeded\n$/,
  "next-routes.examples.ts": /^404 202 202 succeeded true 400\n$/,
  "queue-worker.examples.ts": /^true 1\n$/,
  "speech.examples.ts": /^succeeded https:/,
  "spending.examples.ts": /^maxUnits /,
  "switch-from.examples.ts": /^https:\S+\n\S+fox-\d+\.mp4 [0-9a-f]{64}\nsucceeded 3\n$/,
  "tracing.examples.ts": /^\{ collected: 1 \}\n$/,
  "spec-check.examples.ts": /settings\.duration/,
  "status.examples.ts": /^succeeded succe/,
  "unclear-create.examples.ts": /^true\n$/,
  "wait.examples.ts": /status-changed/,
};
/** Examples that leave a video. */
const SAVES = [
  "create-videos.examples.ts",
  "first-video.examples.ts",
  "higgsfield.examples.ts",
  "resume.examples.ts",
  "media.examples.ts",
  "switch-from.examples.ts",
];

const savedVideos = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => /^fox-.+\.mp4$/.test(name));

/** What the pages have the reader copy. */
const IMAGES = ["fox.png", "lake.png"];

async function writeImages(folder: TempDir): Promise<void> {
  for (const name of IMAGES) await writeFile(folder.file(name), createPng(320, 320));
}

describe("the examples of the pages run as they are, against the emulator", () => {
  let emulator: StartedEmulator;
  beforeAll(async () => {
    // Links name a public host: the client downloads from no other.
    emulator = await startEmulator({
      tls: true,
      publicUrl: "https://results.kling.example",
      transitions: { mode: "reads", reads: 1 },
    });
  });
  afterAll(() => emulator.close());

  it.for(NAMES)("%s", { concurrent: true, timeout: LIMIT_MS }, async (name, { expect: check }) => {
    await using folder = await createTempDir();
    await writeImages(folder);
    const env = { KLING_API_KEY: `api-key-kling-${name}`, HF_CREDENTIALS: `${name}:secret-of-the-example` };
    const sample = await saveSample(folder, new URL(name, FOLDER));
    const result = await runProgram(sample, { emulator, folder: folder.path, env });
    check(result).toMatchObject({ exitCode: 0, stderr: "" });
    check(result.stdout).toMatch(SAYS[name] ?? /^/);
    if (SAVES.includes(name)) check(await savedVideos(folder.path)).toHaveLength(1);
  });

  it.for(["first-video", "resume", "download", "engine", "higgsfield"])(
    "%s, with the base URL of an emulator on this machine and nothing else",
    { concurrent: true, timeout: LIMIT_MS },
    async (name, { expect: check }) => {
      await using folder = await createTempDir();
      const emulator = await startEmulator({ transitions: { mode: "reads", reads: 1 } });
      try {
        const env = { KLING_API_KEY: "api-key-kling-local", HF_CREDENTIALS: "local:secret" };
        const file = await saveSample(folder, new URL(`${name}.examples.ts`, FOLDER));
        const result = await runProgram(file, { emulator, folder: folder.path, env, isPointed: true });
        check(result).toMatchObject({ exitCode: 0, stderr: "" });
        check(emulator.control.journal()).toMatchObject({ billed: 1, delivered: 1 });
      } finally {
        await emulator.close();
      }
    },
  );

  it.for(["first-video", "resume", "media", "higgsfield"])(
    "%s, run a second time, saves its new video beside the first",
    { concurrent: true, timeout: LIMIT_MS },
    async (name, { expect: check }) => {
      await using folder = await createTempDir();
      await writeFile(folder.file("fox.png"), createPng(320, 320));
      const env = { KLING_API_KEY: `api-key-kling-again-${name}`, HF_CREDENTIALS: `again-${name}:secret` };
      const file = await saveSample(folder, new URL(`${name}.examples.ts`, FOLDER));
      for (const count of [1, 2]) {
        const result = await runProgram(file, { emulator, folder: folder.path, env });
        check(result).toMatchObject({ exitCode: 0, stderr: "" });
        check(await savedVideos(folder.path)).toHaveLength(count);
      }
    },
  );

  it(
    "create-images-and-audio, whose files an emulator on this machine serves",
    async () => {
      await using folder = await createTempDir();
      const local = await startEmulator({ transitions: { mode: "reads", reads: 1 } });
      try {
        await writeImages(folder);
        const file = await saveSample(folder, new URL("create-images-and-audio.examples.ts", FOLDER));
        const env = { KLING_API_KEY: "api-key-kling-local" };
        const result = await runProgram(file, { emulator: local, folder: folder.path, env, isPointed: true });
        expect(result).toMatchObject({ exitCode: 0, stderr: "" });
        const made = await readdir(folder.path);
        for (const file of [/^fox-\d+-0\.png$/, /^fox-\d+-1\.png$/, /^speech-\d+\.mp3$/])
          expect(made).toContainEqual(expect.stringMatching(file));
      } finally {
        await local.close();
      }
    },
    LIMIT_MS,
  );

  it(
    "mcp, which serves until it is stopped",
    async () => {
      await using folder = await createTempDir();
      const sample = await saveSample(folder, new URL(SERVER, FOLDER));
      const statuses: number[] = [];
      const result = await runProgram(sample, {
        emulator,
        folder: folder.path,
        env: { KLING_API_KEY: "api-key-kling-mcp" },
        serves: {
          at: /^agents connect to (http:\/\/127\.0\.0\.1:\d+\/mcp)\n$/,
          use: async ([, url = ""]) => void statuses.push((await fetch(url, { method: "POST" })).status),
        },
      });
      expect(result).toMatchObject({ exitCode: 0, stderr: "" });
      expect(statuses).toEqual([expect.any(Number)]);
    },
    LIMIT_MS,
  );

  it("every example with an expectation exists", () => {
    expect(NAMES).toEqual(expect.arrayContaining([...Object.keys(SAYS), ...SAVES]));
  });
});
