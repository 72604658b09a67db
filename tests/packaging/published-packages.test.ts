import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PUBLIC_PACKAGES } from "../../scripts/check/packages.ts";
import { type Consumer, createConsumer, isRegistryUnreachable, ROOT, readCommands, run } from "./consumer.ts";

const SLOW_LIMIT_MS = 600_000;
const TYPE_CHECK = {
  compilerOptions: {
    module: "NodeNext",
    target: "ES2023",
    lib: ["ES2024", "DOM", "DOM.Iterable"],
    strict: true,
    noEmit: true,
    // Our declarations are what is tested; a consumer may check them too.
    skipLibCheck: false,
    typeRoots: [join(ROOT, "node_modules/@types")],
    types: ["node"],
  },
  files: ["consumer.ts"],
};

describe(
  "the packed packages in an empty project",
  () => {
    let consumer: Consumer;

    beforeAll(async () => {
      consumer = await createConsumer();
    }, SLOW_LIMIT_MS);
    afterAll(() => consumer?.close());

    it("install with npm", ({ skip }) => {
      skip(isRegistryUnreachable(consumer.install), "no registry and not all dependencies in npm's cache");
      expect(consumer.install).toMatchObject({ exitCode: 0 });
    });

    it.for(PUBLIC_PACKAGES)("$name is imported and exports something", async ({ name }, { skip }) => {
      skip(isRegistryUnreachable(consumer.install), "nothing could be installed");
      const script = `console.log(Object.keys(await import(${JSON.stringify(name)})).length)`;
      const result = await run("node", ["--input-type=module", "-e", script], consumer.folder);
      expect(result, result.stderr).toMatchObject({ exitCode: 0 });
      expect(Number(result.stdout)).toBeGreaterThan(0);
    });

    it("hold no tests, and nothing that is there for tests", async () => {
      const { packedPaths } = consumer;
      expect(packedPaths.length).toBeGreaterThan(1000);
      const forTests = /\/(?:testing|test-support|fixtures)\/|\.test(?:-d)?\.|\.tsbuildinfo$/;
      expect(packedPaths.filter((path) => forTests.test(path))).toEqual([]);
      const code = packedPaths.filter((path) => /\/src\/.*\.ts$/.test(path));
      const texts = await Promise.all(code.map((path) => readFile(join(ROOT, path), "utf8")));
      const importsTestTools = /from "(?:vitest|fast-check|@klingkit\/testkit)/;
      expect(code.filter((_, index) => importsTestTools.test(texts[index] ?? ""))).toEqual([]);
    });

    it("type-check in a consumer that knows no private export condition", async ({ skip }) => {
      skip(isRegistryUnreachable(consumer.install), "nothing could be installed");
      const imports = PUBLIC_PACKAGES.map(({ name }, index) => `import * as package${index} from "${name}";`);
      const uses = PUBLIC_PACKAGES.map(
        (_, index) => `export const names${index}: string[] = Object.keys(package${index});`,
      );
      await writeFile(join(consumer.folder, "consumer.ts"), [...imports, ...uses, ""].join("\n"));
      await writeFile(join(consumer.folder, "tsconfig.json"), JSON.stringify(TYPE_CHECK));
      const result = await run(join(ROOT, "node_modules/.bin/tsc"), ["-p", "."], consumer.folder);
      expect(result, result.stdout).toMatchObject({ exitCode: 0 });
    });

    it("bring the drivers of the PostgreSQL store along", async ({ skip }) => {
      skip(isRegistryUnreachable(consumer.install), "nothing could be installed");
      // Nobody listens on port 1.
      const line = ["kling", "jobs", "--store", "postgres://ada@127.0.0.1:1/videos"];
      const result = await run("npx", ["--no-install", ...line], consumer.folder);
      expect(result).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("store_unreachable") });
      const boss = await run(
        "node",
        ["--input-type=module", "-e", 'await import("pg-boss")'],
        consumer.folder,
      );
      expect(boss, boss.stderr).toMatchObject({ exitCode: 0 });
    });

    it("say what to install where the drivers were left out", async ({ skip }) => {
      skip(isRegistryUnreachable(consumer.install), "nothing could be installed");
      const driver = join(consumer.folder, "node_modules/pg");
      await rename(driver, `${driver}.away`);
      try {
        const line = ["kling", "jobs", "--store", "postgres://ada@127.0.0.1:1/videos"];
        const result = await run("npx", ["--no-install", ...line], consumer.folder);
        expect(result).toMatchObject({
          exitCode: 1,
          stderr: expect.stringContaining("store_driver_missing"),
        });
        expect(result.stderr).toContain("npm install pg pg-boss");
      } finally {
        await rename(`${driver}.away`, driver);
      }
    });

    it("print help without loading what only requests need", async ({ skip }) => {
      skip(isRegistryUnreachable(consumer.install), "nothing could be installed");
      const program = `
        process.argv = [process.execPath, "kling", "--help"];
        const { runProcess } = await import("./node_modules/@klingkit/cli/dist/main.js");
        await runProcess(process);
        console.error(process.moduleLoadList.filter((name) => name === "NativeModule http"));`;
      const result = await run("node", ["--input-type=module", "-e", program], consumer.folder);
      expect(result).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Usage: kling") });
      expect(result.stderr.trim()).toBe("[]");
    });

    it("run every command they install", async ({ skip }) => {
      skip(isRegistryUnreachable(consumer.install), "nothing could be installed");
      const commands = (await Promise.all(PUBLIC_PACKAGES.map(readCommands))).flat();
      skip(commands.length === 0, "no package installs a command yet");
      for (const command of commands) {
        const result = await run("npx", ["--no-install", command, "--help"], consumer.folder);
        expect(result, result.stderr).toMatchObject({ exitCode: 0 });
        // Both names of the program print the help of `kling`.
        expect(result.stdout).toContain("Usage: kling");
      }
    });
  },
  SLOW_LIMIT_MS,
);
