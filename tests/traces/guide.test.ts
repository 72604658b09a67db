import { execFile } from "node:child_process";
import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createTempDir, type TempDir } from "@klingkit/testkit";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const GUIDE = `${ROOT}/docs/guides/observability.md`;
const MAIN = `${ROOT}/packages/cli/bin/run-source.js`;

/** Runs `kling` in a folder with the file of the guide and a batch of one video. Returns the names of the spans that it printed. */
async function spansOf(folder: TempDir, args: readonly string[]): Promise<readonly string[]> {
  const [, code = ""] =
    /cat > otel\/otel\.mjs <<'END'\n([\s\S]*?)END\n/.exec(await readFile(GUIDE, "utf8")) ?? [];
  await writeFile(folder.file("otel.mjs"), code);
  await writeFile(
    folder.file("batch.yaml"),
    "purpose: teaser\nrequests: [{ prompt: a fox, model: kling-v3 }]\n",
  );
  const flags = ["--conditions=@klingkit/source", "--import", folder.file("otel.mjs"), MAIN];
  const env = { HOME: folder.path, PATH: process.env["PATH"] };
  const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>((settle) => {
    execFile(process.execPath, [...flags, ...args], { cwd: folder.path, env }, (_, out, err) =>
      settle({ stdout: out, stderr: err }),
    );
  });
  expect(stderr).not.toContain("Error");
  return [...stdout.matchAll(/^ {2}name: '([^']+)'/gm)].map(([, name = ""]) => name);
}

/** As `npm install` makes it beside a `kling` that has a copy of its own, such as one that is installed globally. */
async function installOwnCopies(folder: TempDir): Promise<void> {
  const packages = `${ROOT}/node_modules/@opentelemetry`;
  await cp(packages, folder.file("node_modules/@opentelemetry"), { recursive: true, dereference: true });
}

it.each([
  [
    "the packages of kling",
    (folder: TempDir) => symlink(`${ROOT}/node_modules`, folder.file("node_modules")),
  ],
  ["packages of its own", installOwnCopies],
])("prints all spans of a run with the file of the guide and %s", async (_, install) => {
  await using folder = await createTempDir("klingkit-otel-");
  await install(folder);
  const names = await spansOf(folder, ["run", "batch.yaml", "--emulated", "--speed", "1000"]);
  expect(names.toSorted()).toEqual([
    "generate_content kling-v3",
    "klingkit.collect",
    "klingkit.job",
    "klingkit.plan",
    "klingkit.queue",
    "klingkit.settle",
    "klingkit.wait",
  ]);
});

it("prints the span of a command that ends at once", async () => {
  await using folder = await createTempDir("klingkit-otel-");
  await installOwnCopies(folder);
  expect(await spansOf(folder, ["plan", "batch.yaml"])).toEqual(["klingkit.plan"]);
});
