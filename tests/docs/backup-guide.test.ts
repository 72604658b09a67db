import { execFile } from "node:child_process";
import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { openSqliteStore } from "@klingkit/engine";
import { createTempDir } from "@klingkit/testkit";
import { expect, it } from "vitest";

const GUIDE = new URL("../../docs/operate/backup-and-upgrade.md", import.meta.url);
const runShell = (script: string, cwd: string) => promisify(execFile)("sh", ["-euc", script], { cwd });

const hasSqlite = (folder: string): Promise<boolean> =>
  runShell("command -v sqlite3", folder).then(
    () => true,
    () => false,
  );

it.for([
  ["a store that was closed", ["jobs.sqlite"]],
  ["a store of a process that was killed", ["jobs.sqlite", "jobs.sqlite-shm", "jobs.sqlite-wal"]],
  ["a store that is lost", []],
] as const)("the restore of the guide replaces %s by its copy", async ([, left], { skip }) => {
  await using folder = await createTempDir();
  skip(!(await hasSqlite(folder.path)), "no sqlite3 on this machine");
  const store = await openSqliteStore(folder.file("jobs.sqlite"));
  await store.close();
  await rename(folder.file("jobs.sqlite"), folder.file("copy.sqlite"));
  for (const file of left) await writeFile(folder.file(file), "damaged");
  const [, block = ""] = /<!-- restore -->\n +```sh\n([\s\S]*?)```/.exec(await readFile(GUIDE, "utf8")) ?? [];
  expect(await runShell(block, folder.path)).toEqual({ stdout: "ok\n", stderr: "" });
  const names = await readdir(folder.path);
  const [damaged = ""] = names.filter((name) => name.startsWith("damaged-"));
  expect(names.toSorted()).toEqual(["copy.sqlite", damaged, "jobs.sqlite"].toSorted());
  expect((await readdir(folder.file(damaged))).toSorted()).toEqual(left);
  await (await openSqliteStore(folder.file("jobs.sqlite"))).close();
});
