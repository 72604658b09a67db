import { execFile } from "node:child_process";
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startEmulator } from "@klingkit/emulator";
import { createTempDir } from "@klingkit/testkit";
import { expect, it } from "vitest";
import { createBench } from "../../packages/cli/src/testing/kling-bench.ts";
import { walkPage } from "./support/walk-page.ts";

const ROOT = new URL("../../", import.meta.url);

/** The first pages that a stranger follows, in a fresh folder: the creates that they buy, and the videos that they promise. */
const PAGES = [
  ["quickstart", 11, { ".": 1, out: 10 }],
  ["go-live", 1, { ".": 1 }],
] as const;

it.for(PAGES)("every command of %s works, in order", async ([name, billed, videos]) => {
  const page = await readFile(new URL(`docs/start/${name}.md`, ROOT), "utf8");
  const bench = await createBench();
  try {
    await cp(new URL("examples", ROOT), join(bench.folder, "examples"), { recursive: true });
    await walkPage(bench, page);
    expect(bench.emulator.control.journal()).toMatchObject({ billed, delivered: billed });
    for (const [folder, count] of Object.entries(videos)) {
      const names = await readdir(join(bench.folder, folder));
      expect(names.filter((file) => file.endsWith(".mp4"))).toHaveLength(count);
    }
  } finally {
    await bench.close();
  }
});

it("the folder that the quickstart makes runs its first program", async () => {
  const page = await readFile(new URL("docs/start/quickstart.md", ROOT), "utf8");
  const [, lines = ""] = /<!-- code folder -->\n```sh\n([\s\S]*?)```/.exec(page) ?? [];
  const [, program = ""] = /<!-- example: first-video -->\n```ts\n([\s\S]*?)```/.exec(page) ?? [];
  await using parent = await createTempDir();
  const emulator = await startEmulator({ transitions: { mode: "reads", reads: 1 } });
  try {
    await writeFile(parent.file("fox.ts"), program);
    const made = lines.replaceAll("../my-videos", `"${parent.file("my-videos")}"`);
    // The packages of a checkout that is not built are run from source.
    const script = `${made}\ncp "${parent.file("fox.ts")}" fox.ts\nnode --conditions=@klingkit/source fox.ts`;
    const env = {
      ...process.env,
      KLING_BASE_URL: emulator.baseUrl,
      KLING_API_KEY: "api-key-kling-quickstart",
      npm_config_offline: "true",
      npm_config_audit: "false",
    };
    const { stdout } = await promisify(execFile)("sh", ["-euc", script], { cwd: fileURLToPath(ROOT), env });
    expect(stdout).toMatch(/my-videos\/fox-\d+\.mp4/);
    expect(emulator.control.journal()).toMatchObject({ billed: 1, delivered: 1 });
  } finally {
    await emulator.close();
  }
});
