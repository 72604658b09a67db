import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEmulator } from "@klingkit/emulator";
import { openSqliteStore } from "@klingkit/engine";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";

/** No folder can be made there, and the system reports ENOENT for the try: node's recursive `mkdir` never returns. */
const NOWHERE = "/proc/klingkit/deep";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "b.yaml"), "requests: [{ name: fox, model: kling-v3, prompt: a fox }]");
});
afterEach(() => bench.close());

describe.skipIf(process.platform !== "linux")("a folder that the system does not make", () => {
  it.each([
    ["a store", `run b.yaml --store ${NOWHERE}/jobs.sqlite`, {}],
    ["the config file", "config set region cn", { XDG_CONFIG_HOME: NOWHERE }],
    ["a plan", `plan b.yaml -o ${NOWHERE}/plan.json`, {}],
  ])("ends the command that needs it for %s", async (_, line, env) => {
    const { exitCode, stderr } = await bench.run(line, { env, signal: AbortSignal.timeout(3000) });
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("klingkit");
  });

  it("is an error of the engine's store and of the emulator's state", async () => {
    await expect(openSqliteStore(`${NOWHERE}/jobs.sqlite`)).rejects.toThrow("klingkit");
    await expect(createEmulator({ dataDir: NOWHERE })).rejects.toThrow("klingkit");
  });
});
