import { access } from "node:fs/promises";
import { main } from "@klingkit/cli";
import { startEmulator } from "@klingkit/emulator";
import { createTempDir } from "@klingkit/testkit";
import { expect, it } from "vitest";
import { runProgram } from "../support/run-program.ts";
import { saveSample } from "./support/code-folder.ts";

const PROGRAM = new URL("examples/enqueue.examples.ts", import.meta.url);

it("a worker of the command line buys what the program of the guide has put into the store", async () => {
  await using folder = await createTempDir();
  const emulator = await startEmulator({ transitions: { mode: "reads", reads: 1 } });
  const said: string[] = [];
  try {
    const key = { KLING_API_KEY: "api-key-kling-guide" };
    const file = await saveSample(folder, PROGRAM);
    const program = await runProgram(file, { emulator, folder: folder.path, isPointed: true, env: key });
    expect(program).toMatchObject({ exitCode: 0, stderr: "" });
    expect(emulator.control.journal()).toMatchObject({ creates: 0 });
    const io = { isTty: false, write: (text: string) => void said.push(text) };
    const exitCode = await main({
      argv: ["worker", "--until-idle", "--store", "jobs.sqlite", "--json"],
      env: { ...key, HOME: folder.path, KLING_BASE_URL: emulator.baseUrl, KLING_ACCOUNT: "shop" },
      cwd: folder.path,
      fixedConfigPaths: [],
      io: {
        stdin: { isTty: false, readAll: async () => "", readLine: async () => "" },
        stdout: io,
        stderr: io,
      },
    });
    expect({ exitCode, said }).toMatchObject({ exitCode: 0 });
    expect(emulator.control.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
    await access(folder.file("videos/order-17.mp4"));
  } finally {
    await emulator.close();
  }
});
