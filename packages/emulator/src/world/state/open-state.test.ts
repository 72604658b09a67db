import { spawn } from "node:child_process";
import { mkdtemp, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, expect, it } from "vitest";
import type { JournalEntry } from "../journal.ts";
import { type OpenedState, openState } from "./open-state.ts";
import type { StateStore } from "./state-store.ts";

const directories: string[] = [];
const stores: Pick<StateStore, "close">[] = [];

afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  await Promise.all(directories.splice(0).map((path) => rm(path, { recursive: true })));
});

async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "klingkit-state-"));
  directories.push(directory);
  return directory;
}

function start(opened: OpenedState, onError = (_: unknown) => {}): StateStore {
  const store = opened.start({ nowMs: () => 1000, onError });
  stores.push(store);
  return store;
}

const entry = (n: number): JournalEntry => ({
  atMs: n,
  requestId: `r-${n}`,
  account: "a",
  method: "POST",
  path: "/Füchse \u2028 ]",
  externalTaskId: undefined,
  taskId: undefined,
  isCreate: true,
  outcome: "accepted",
});

const numbersIn = ({ saved }: OpenedState): number[] => saved.journal.map(({ atMs }) => atMs);

/** A closed folder with so many journal entries. */
async function saveEntries(directory: string, count: number): Promise<void> {
  const store = start(await openState(directory));
  for (let n = 0; n < count; n += 1) store.journal(entry(n));
  await store.saved();
  await store.close();
}

describe("openState", () => {
  it("gives back what was saved, in order, and counts the starts", async () => {
    const directory = join(await makeDirectory(), "new", "folder");
    await saveEntries(directory, 3);
    const opened = await openState(directory);
    expect(opened.saved.journal).toEqual([entry(0), entry(1), entry(2)]);
    expect([opened.saved.startCount, opened.saved.latestMs]).toEqual([2, 1000]);
    await start(opened).close();
  });

  it("lets only the owner read the folder and its files", async () => {
    const directory = join(await makeDirectory(), "private");
    const store = start(await openState(directory));
    store.journal(entry(1));
    await store.saved();
    const modes = await Promise.all(
      [".", ...(await readdir(directory))].map(
        async (name) => (await stat(join(directory, name))).mode & 0o777,
      ),
    );
    expect(new Set(modes)).toEqual(new Set([0o700, 0o600]));
    expect(modes.length).toBeGreaterThan(2);
  });

  it("refuses the state of a newer version, and leaves it alone", async () => {
    const directory = await makeDirectory();
    await saveEntries(directory, 1);
    const path = join(directory, "state.db");
    const database = new DatabaseSync(path);
    database.exec("PRAGMA user_version = 9");
    database.close();
    await expect(openState(directory)).rejects.toMatchObject({
      code: "data_version",
      message: expect.stringContaining("format 9"),
    });
    const again = new DatabaseSync(path);
    expect(again.prepare("SELECT count(*) AS count FROM journal").get()).toEqual({ count: 1 });
    again.close();
  });

  it.each([
    ["text", "hello, this is no database\n".repeat(100)],
    ["another program's database", undefined],
  ])("refuses %s in place of the state, and leaves it alone", async (_, text) => {
    const directory = await makeDirectory();
    const path = join(directory, "state.db");
    if (text === undefined) {
      const database = new DatabaseSync(path);
      database.exec("CREATE TABLE theirs (x)");
      database.close();
    } else await writeFile(path, text);
    const before = await readFile(path);
    await expect(openState(directory)).rejects.toMatchObject({ code: "data_version" });
    expect((await readFile(path)).equals(before)).toBe(true);
  });

  it("refuses the log of an earlier version, naming it", async () => {
    const directory = await makeDirectory();
    await writeFile(join(directory, "log.ndjson"), "{}\n");
    await expect(openState(directory)).rejects.toMatchObject({
      code: "data_version",
      message: expect.stringContaining("delete log.ndjson to start without it"),
    });
    expect(await readdir(directory)).toEqual(["log.ndjson"]);
  });

  it("refuses a damaged file, naming it", async () => {
    const directory = await makeDirectory();
    await saveEntries(directory, 2000);
    const path = join(directory, "state.db");
    const file = await open(path, "r+");
    await file.write(Buffer.alloc(4096 * 8, 0xa5), 0, 4096 * 8, 4096 * 10);
    await file.close();
    await expect(openState(directory)).rejects.toMatchObject({
      code: "data_corrupt",
      message: expect.stringContaining(path),
    });
  });

  it("saves many changes with few commits, and all of them", async () => {
    const directory = await makeDirectory();
    const store = start(await openState(directory));
    const saved = Array.from({ length: 10_000 }, (_, n) => {
      store.journal(entry(n));
      return store.saved();
    });
    // One promise for all that share a commit.
    expect(new Set(saved).size).toBe(1);
    await Promise.all(saved);
    await store.close();
    expect(numbersIn(await openAndClose(directory))).toEqual(Array.from({ length: 10_000 }, (_, n) => n));
  });

  it("saves on close what nobody waited for, and accepts nothing after it", async () => {
    const directory = await makeDirectory();
    const store = start(await openState(directory));
    store.journal(entry(1));
    await store.close();
    store.journal(entry(2));
    await expect(store.saved()).rejects.toMatchObject({ code: "data_write_failed" });
    expect(numbersIn(await openAndClose(directory))).toEqual([1]);
  });

  it("promises nothing more after a failed write", async () => {
    const directory = await makeDirectory();
    const errors: unknown[] = [];
    const store = start(await openState(directory), (error) => errors.push(error));
    const tooLarge = { ...entry(1), path: BigInt(1) as unknown as string };
    store.journal(tooLarge);
    await expect(store.saved()).rejects.toMatchObject({ code: "data_write_failed" });
    store.journal(entry(2));
    await expect(store.saved()).rejects.toMatchObject({ code: "data_write_failed" });
    expect(errors).toHaveLength(1);
  });
});

async function openAndClose(directory: string): Promise<OpenedState> {
  const opened = await openState(directory);
  opened.close();
  return opened;
}

describe("the lock of a folder", () => {
  it("keeps a second emulator out until the first is closed", async () => {
    const directory = await makeDirectory();
    const store = start(await openState(directory));
    await expect(openState(directory)).rejects.toMatchObject({
      code: "data_locked",
      message: expect.stringContaining("in use by another emulator"),
    });
    store.journal(entry(1));
    await store.close();
    expect(numbersIn(await openAndClose(directory))).toEqual([1]);
  });

  it("keeps another process out", async () => {
    const directory = await makeDirectory();
    start(await openState(directory));
    const program = `
      const { openState } = await import(${JSON.stringify(new URL("open-state.ts", import.meta.url).href)});
      await openState(${JSON.stringify(directory)}).then(() => console.log("opened"), ({ code }) => console.log(code));`;
    const { text } = await runProgram(program, () => false);
    expect(text.trim()).toBe("data_locked");
  });
});

describe("many emulators at once", () => {
  it("lets only one of them have a folder", async () => {
    const directory = await makeDirectory();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => openState(directory)));
    const opened = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    expect(opened).toHaveLength(1);
    for (const one of opened) one.close();
  });
});

describe("a process that is killed", () => {
  it("loses nothing that it had confirmed, and leaves no lock", async () => {
    const directory = await makeDirectory();
    let confirmed = -1;
    for (let run = 0; run < 3; run += 1)
      confirmed = Math.max(confirmed, await saveUntilKilled(directory, confirmed + 1));
    const kept = new Set(numbersIn(await openAndClose(directory)));
    expect(Array.from({ length: confirmed + 1 }, (_, n) => n).filter((n) => !kept.has(n))).toEqual([]);
    expect(confirmed).toBeGreaterThan(100);
  });
});

/** Saves numbers in another process, which is killed after some were confirmed. The last confirmed number. */
async function saveUntilKilled(directory: string, first: number): Promise<number> {
  const program = `
    const { openState } = await import(${JSON.stringify(new URL("open-state.ts", import.meta.url).href)});
    const store = (await openState(${JSON.stringify(directory)})).start({ nowMs: () => 1, onError: console.error });
    let next = ${first};
    const work = async () => {
      for (;;) {
        const n = next++;
        store.journal({ atMs: n, account: "a", isCreate: true, outcome: "accepted" });
        await store.saved();
        process.stdout.write(n + "\\n");
      }
    };
    for (let lane = 0; lane < 5; lane += 1) void work();`;
  const { text } = await runProgram(program, (output) => output.split("\n").length > 60);
  return Math.max(-1, ...text.split("\n").slice(0, -1).map(Number));
}

/** Runs a program and kills it once its output is enough. */
function runProgram(
  program: string,
  isEnough: (output: string) => boolean,
): Promise<{ readonly text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", program],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    let text = "";
    child.stdout.on("data", (data: Buffer) => {
      text += data.toString();
      if (isEnough(text)) child.kill("SIGKILL");
    });
    child.on("error", reject);
    child.on("close", () => resolve({ text }));
  });
}
