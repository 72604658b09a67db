import { execFile } from "node:child_process";
import { readFile, symlink, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createTempDir } from "@klingkit/testkit";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const GUIDE = `${ROOT}/docs/guides/observability.md`;
const MAIN = `${ROOT}/packages/cli/bin/run-source.js`;

it("prints the spans of a run with the file of the guide", async () => {
  const [, code = ""] = /cat > otel\.mjs <<'END'\n([\s\S]*?)END\n/.exec(await readFile(GUIDE, "utf8")) ?? [];
  await using folder = await createTempDir("klingkit-otel-");
  await writeFile(folder.file("otel.mjs"), code);
  await writeFile(
    folder.file("batch.yaml"),
    "purpose: teaser\nrequests: [{ prompt: a fox, model: kling-v3 }]\n",
  );
  await symlink(`${ROOT}/node_modules`, folder.file("node_modules"));
  const flags = ["--conditions=@klingkit/source", "--import", folder.file("otel.mjs")];
  const args = [...flags, MAIN, "run", "batch.yaml", "--emulated", "--speed", "1000"];
  const env = { HOME: folder.path, PATH: process.env["PATH"] };
  const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>((settle) => {
    execFile(process.execPath, args, { cwd: folder.path, env }, (_, out, err) =>
      settle({ stdout: out, stderr: err }),
    );
  });
  expect(stderr).not.toContain("Error");
  const names = [...stdout.matchAll(/^ {2}name: '([^']+)'/gm)].map(([, name]) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      "klingkit.plan",
      "klingkit.job",
      "generate_content kling-v3",
      "klingkit.collect",
    ]),
  );
});
