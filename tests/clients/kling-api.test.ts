import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { startEmulator } from "@klingkit/emulator";
import { createTempDir } from "@klingkit/testkit";
import { measureVideo } from "klingkit/node";
import { expect, it } from "vitest";
import { INSTALL_OPTIONS, isRegistryUnreachable, run } from "../packaging/consumer.ts";
import { createPng } from "../support/create-png.ts";
import { runProgram } from "../support/run-program.ts";

/** A project of its own: the client's command is called `kling` too, and would take the place of ours in the checkout. */
const PROJECT = fileURLToPath(new URL("kling-api/", import.meta.url));
/** The client refuses loopback addresses in links, so the emulator goes by a name, as with an entry in a hosts file. */
const PUBLIC_URL = "https://kling.example";

it("the npm client kling-api makes, follows and saves videos of three products", async ({ skip }) => {
  await using folder = await createTempDir();
  await cp(PROJECT, folder.path, { recursive: true });
  const install = await run("npm", ["ci", ...INSTALL_OPTIONS], folder.path);
  skip(isRegistryUnreachable(install), "no registry and not all dependencies in npm's cache");
  expect(install).toMatchObject({ exitCode: 0 });
  await writeFile(folder.file("fox.png"), createPng(320, 320));
  const emulator = await startEmulator({
    tls: true,
    publicUrl: PUBLIC_URL,
    transitions: { mode: "reads", reads: 2 },
    keys: [{ accessKey: "access", secretKey: "secret" }],
  });
  try {
    const env = { KLING_BASE_URL: PUBLIC_URL, KLING_ACCESS_KEY: "access", KLING_SECRET_KEY: "secret" };
    const program = pathToFileURL(folder.file("program.mjs"));
    const { exitCode, stdout, stderr } = await runProgram(program, { emulator, folder: folder.path, env });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const { files, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({
      isHealthy: true,
      retired: {
        code: 1201,
        httpStatus: 400,
        message: "The model 'kling-v1' has been discontinued and is no longer available.",
      },
      duplicate: { code: 1201, httpStatus: 400, message: "External_task_id fox-1 already exists" },
      unknown: {
        code: 1201,
        httpStatus: 400,
        message: "Task not found by id/external id: no-such-task",
      },
    });
    const measures = await Promise.all(files.map((file: string) => measureVideo(join(folder.path, file))));
    expect(measures).toMatchObject([
      { widthPx: 1080, heightPx: 1920, durationSeconds: 5, hasAudio: true },
      { widthPx: 1080, heightPx: 1080, durationSeconds: 5, hasAudio: false },
      { widthPx: 1080, heightPx: 1080, durationSeconds: 5, hasAudio: false },
    ]);
    expect(emulator.control.journal()).toMatchObject({ creates: 5, accepted: 3, billed: 3, delivered: 3 });
  } finally {
    await emulator.close();
  }
}, 120_000);
