import { access, readdir } from "node:fs/promises";
import { startEmulator } from "@klingkit/emulator";
import { createTempDir } from "@klingkit/testkit";
import { expect, it } from "vitest";
import { runProgram } from "../support/run-program.ts";
import { saveSample } from "./support/code-folder.ts";

/** A minute of the service passes in a second. */
const SPEED = 60;

/** What each example prints, and the folder in which it leaves a video. */
const EXAMPLES = [
  ["ai-sdk-first", /state: 'collected'/, ".local/share/klingkit/videos"],
  ["ai-sdk", /units: 4[\s\S]*state: 'collected'/, "videos"],
  ["ai-sdk-klingai", /compatibility|unverified|\[\]/, "."],
  ["ai-sdk-resume", /^aborted j\w+ (yes|unknown)\n.*owl-on-a-branch\.mp4\n$/, "videos"],
  ["ai-sdk-start", /^completed\n$/, "videos"],
] as const;

it.for(EXAMPLES)("%s runs as it is, against an emulator on this machine", async ([name, says, videos]) => {
  await using folder = await createTempDir();
  const emulator = await startEmulator({ clock: { scale: SPEED } });
  try {
    const file = await saveSample(folder, new URL(`examples/${name}.examples.ts`, import.meta.url));
    const env = { KLING_API_KEY: `api-key-kling-${name}`, AI_SDK_LOG_WARNINGS: "false" };
    const result = await runProgram(file, { emulator, folder: folder.path, env, isPointed: true });
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stdout).toMatch(says);
    const files = await readdir(folder.file(videos));
    const [video] = files.filter((path) => path.endsWith(".mp4"));
    await access(folder.file(`${videos}/${video}`));
    expect(emulator.control.journal()).toMatchObject({ creates: 1, billed: 1 });
  } finally {
    await emulator.close();
  }
});
