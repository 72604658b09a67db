import { chmod, mkdir, readFile, truncate, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { createTempDir } from "@klingkit/testkit";
import { expect, it } from "vitest";
import { isPassing, writeFailed } from "../store-error.ts";
import { explainSqliteFailure } from "./explain-sqlite-failure.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

type Prepare = (path: string) => Promise<unknown>;

async function writeStore(path: string): Promise<void> {
  const store = await openSqliteStore(path);
  await store.close();
}

function writeForeignTables(path: string, statements: string): void {
  using database = new DatabaseSync(path);
  database.exec(statements);
}

const UNUSABLE: readonly (readonly [what: string, prepare: Prepare, reason: RegExp])[] = [
  ["a folder", (path) => mkdir(path), /it is a folder. Name a file/],
  ["a text", (path) => writeFile(path, "to do: buy milk\n".repeat(100)), /not a database.*name another file/],
  [
    "a store that was cut off",
    async (path) => {
      await writeStore(path);
      await truncate(path, 5000);
    },
    /malformed.*copy/,
  ],
  [
    "the database of another program",
    async (path) => writeForeignTables(path, "create table job (id integer)"),
    /database of another program/,
  ],
];

it.each(UNUSABLE)("refuses %s by its name", async (_, prepare, reason) => {
  await using folder = await createTempDir();
  const path = folder.file("jobs.sqlite");
  await prepare(path);
  await expect(openSqliteStore(path)).rejects.toMatchObject({
    name: "StoreError",
    code: "store_unreadable",
    message: expect.stringMatching(new RegExp(`^The (store|file) ${path}.*${reason.source}.*\\.$`)),
  });
});

it("leaves what is no store as it was", async () => {
  await using folder = await createTempDir();
  const path = folder.file("notes.txt");
  await writeFile(path, "to do: buy milk");
  await expect(openSqliteStore(path)).rejects.toThrow();
  expect(await readFile(path, "utf8")).toBe("to do: buy milk");
});

it("changes no byte of another program's database", async () => {
  await using folder = await createTempDir();
  const path = folder.file("places.sqlite");
  writeForeignTables(path, "create table places (url text); insert into places values ('https://a.example')");
  const before = await readFile(path);
  await expect(openSqliteStore(path)).rejects.toMatchObject({
    code: "store_unreadable",
    message: expect.stringMatching(/another program.*Pass another file/),
  });
  expect(await readFile(path)).toEqual(before);
});

it("takes over an empty database, such as of a first start that was killed", async () => {
  await using folder = await createTempDir();
  const path = folder.file("jobs.sqlite");
  writeForeignTables(path, "pragma journal_mode = wal");
  await writeStore(path);
});

it.skipIf(process.platform === "win32")("refuses a device", async () => {
  await expect(openSqliteStore("/dev/null")).rejects.toMatchObject({
    code: "store_unreadable",
    message: expect.stringContaining("/dev/null cannot be used: it is a device"),
  });
});

it("refuses a place below a file", async () => {
  await using folder = await createTempDir();
  await writeFile(folder.file("notes.txt"), "to do");
  await expect(openSqliteStore(folder.file("notes.txt/jobs.sqlite"))).rejects.toMatchObject({
    code: "store_unreadable",
    message: expect.stringContaining("Name a file in a folder"),
  });
});

it("refuses a store that may not be written", async ({ skip }) => {
  if (process.getuid?.() === 0) skip("root may write everywhere");
  await using folder = await createTempDir();
  const path = folder.file("jobs.sqlite");
  await writeStore(path);
  await chmod(path, 0o400);
  await expect(openSqliteStore(path)).rejects.toMatchObject({
    code: "store_unreadable",
    message: expect.stringMatching(/readonly.*write the file/),
  });
});

it("tells who must be let in where a store may only be read", () => {
  const readOnly = writeFailed(said("attempt to write a readonly database", { errcode: 8 | (1 << 8) }));
  expect(explainSqliteFailure(readOnly, "/jobs.sqlite")).toMatchObject({
    code: "store_unreadable",
    message: expect.stringMatching(/^The store \/jobs.sqlite.*readonly.*write the file/),
  });
});

const said = (message: string, facts: object) => Object.assign(new Error(message), facts);

it.each([
  ["a locked store", said("database is locked", { errcode: 5 }), "store_busy"],
  [
    "a write that the disk did not take",
    writeFailed(said("disk I/O error", { errcode: 10 })),
    "store_write_failed",
  ],
  ["a disk that is full for SQLite", said("database or disk is full", { errcode: 13 }), "store_write_failed"],
  [
    "a disk that is full for the system",
    said("ENOSPC: no space left", { code: "ENOSPC" }),
    "store_write_failed",
  ],
])("does not call %s unreadable, because it may pass", (_, error, code) => {
  const explained = explainSqliteFailure(error, "/jobs.sqlite");
  expect(explained).toMatchObject({ code, message: expect.stringMatching(/^[A-Z].*\/jobs.sqlite.*[^.]\.$/) });
  expect(isPassing(explained)).toBe(true);
});
