import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeDataFolder } from "@klingkit/engine";
import { createTempDir } from "@klingkit/testkit";
import { expect, it } from "vitest";
import { openStore } from "../../packages/ai-sdk/src/session/open-store.ts";

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

it.skipIf(process.platform === "win32")(
  "makes the data folder for its owner only, whoever comes first",
  async () => {
    await using home = await createTempDir();
    const { close, folder = "" } = await openStore({}, { HOME: home.path });
    await close();
    expect(await modeOf(folder)).toBe(0o700);
    expect(await modeOf(join(folder, "jobs.sqlite"))).toBe(0o600);
  },
);

it.skipIf(process.platform === "win32")(
  "makes it so for videos too, where the store is elsewhere",
  async () => {
    await using home = await createTempDir();
    const folder = await makeDataFolder({ env: { HOME: home.path }, platform: process.platform });
    expect(dirname(folder).startsWith(home.path)).toBe(true);
    expect(await modeOf(folder)).toBe(0o700);
  },
);
