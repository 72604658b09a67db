import { chmod, mkdir, open, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { createTempDir } from "@klingkit/testkit";
import { sql } from "kysely";
import { expect, it } from "vitest";
import type { Db } from "../schema.ts";
import { isPassing, writeFailed } from "../store-error.ts";
import { explainDamage } from "./explain-damage.ts";
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
  [
    "a text",
    (path) => writeFile(path, "to do: buy milk\n".repeat(100)),
    /not a database. Nothing was sent.*name another file/,
  ],
  [
    "a store that was cut off",
    async (path) => {
      await writeStore(path);
      await truncate(path, 5000);
    },
    /malformed\). Nothing was sent. Restore a backup/,
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

it.skipIf(process.platform === "win32")(
  "lets only its owner read a store and the folders made for it",
  async () => {
    await using folder = await createTempDir();
    await chmod(folder.path, 0o755);
    const path = folder.file("a/b/jobs.sqlite");
    const store = await openSqliteStore(path);
    const modes = ["", "a", "a/b", "a/b/jobs.sqlite", "a/b/jobs.sqlite-wal", "a/b/jobs.sqlite-shm"].map(
      async (name) => (await stat(folder.file(name))).mode & 0o777,
    );
    expect(await Promise.all(modes)).toEqual([0o755, 0o700, 0o700, 0o600, 0o600, 0o600]);
    await store.close();
  },
);

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

it("says of a locked store what to do", () => {
  const { message } = explainSqliteFailure(said("database is locked", { errcode: 5 }), "/jobs.sqlite");
  expect(message).toBe("Another process keeps the store /jobs.sqlite locked. Try again when it is done.");
});

/** Makes a store that opens and whose later pages are damaged, as of a copy that was put back with the old `-wal` beside it. */
async function writeDamaged(path: string): Promise<void> {
  await writeStore(path);
  using database = new DatabaseSync(path);
  database.exec("create table filler (text)");
  const insert = database.prepare("insert into filler values (?)");
  for (let row = 0; row < 100; row += 1) insert.run("x".repeat(2000));
  database.exec("pragma wal_checkpoint(truncate)");
  await using file = await open(path, "r+");
  const { size } = await file.stat();
  await file.write(Buffer.alloc(PAGES_RUINED_BYTES, 0xa5), 0, PAGES_RUINED_BYTES, size - PAGES_RUINED_BYTES);
}

const PAGES_RUINED_BYTES = 20 * 4096;

const readAll = (db: Db) => sql`select sum(length(text)) from filler`.execute(db);

it("calls damage that a read finds a damaged store, with its path and the way back", async () => {
  await using folder = await createTempDir();
  const path = folder.file("jobs.sqlite");
  await writeDamaged(path);
  const store = await openSqliteStore(path);
  const reading = readAll(store.reader);
  await expect(reading).rejects.toMatchObject({
    code: "store_unreadable",
    mayHaveCharged: "no",
    message: expect.stringMatching(
      new RegExp(`^The store ${path} is damaged .*Nothing was sent. Restore a backup`),
    ),
  });
  expect(isPassing(await reading.catch((error: unknown) => error))).toBe(false);
  await store.close();
});

it("does not wait for a store that is damaged where it is written, and does not say that nothing was sent", async () => {
  await using folder = await createTempDir();
  const path = folder.file("jobs.sqlite");
  await writeDamaged(path);
  const store = await openSqliteStore(path);
  await store.write((db) => db.selectFrom("store_meta").selectAll().execute());
  const writing = store.write(readAll);
  await expect(writing).rejects.toMatchObject({
    code: "store_unreadable",
    mayHaveCharged: "unknown",
    message: expect.stringMatching(/is damaged.*Nothing more is sent/),
  });
  await store.close();
});

it("calls damage that the commit finds a damaged store", () => {
  const failed = writeFailed(said("database disk image is malformed", { errcode: 11 }));
  const explained = explainDamage(failed, { filePath: "/data/jobs.sqlite", isUntouched: false });
  expect(explained).toMatchObject({ code: "store_unreadable", mayHaveCharged: "unknown" });
});

it("names the disk as a cause of what SQLite calls a failing one, as when the store was opened on a full disk", () => {
  const failed = writeFailed(said("disk I/O error", { errcode: 10 }));
  expect(explainSqliteFailure(failed, "/data/jobs.sqlite").message).toBe(
    "The store /data/jobs.sqlite cannot be written: disk I/O error. Check that its disk is not full.",
  );
});

it("names the store whose disk is full", () => {
  const failed = writeFailed(said("database or disk is full", { errcode: 13 }));
  expect(explainDamage(failed, { filePath: "/data/jobs.sqlite", isUntouched: false })).toMatchObject({
    code: "store_write_failed",
    message: "The disk of the store /data/jobs.sqlite is full (database or disk is full). Free some space.",
  });
});

it.each([
  ["an error of the operation", new Error("no")],
  ["a constraint", said("UNIQUE constraint failed", { errcode: 19 })],
  ["a commit that failed otherwise", writeFailed(said("disk I/O error", { errcode: 10 }))],
])("leaves %s as it is", (_, error) => {
  expect(explainDamage(error, { filePath: "/jobs.sqlite", isUntouched: true })).toBe(error);
});
