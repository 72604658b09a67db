import { spawn } from "node:child_process";
import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type EventLog, type OpenLogOptions, openLog } from "./open-log.ts";
import { formatLine } from "./record-line.ts";

const directories: string[] = [];
const logs: EventLog[] = [];

afterEach(async () => {
  await Promise.all(logs.splice(0).map((log) => log.close()));
  await Promise.all(directories.splice(0).map((path) => rm(path, { recursive: true })));
});

async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "klingkit-log-"));
  directories.push(directory);
  return directory;
}

async function reopen(directory: string, options: Partial<OpenLogOptions> = {}) {
  const records: unknown[] = [];
  const opened = await openLog({ directory, onRecord: (record) => records.push(record), ...options });
  logs.push(opened.log);
  return { ...opened, records };
}

/** A closed log with these records; the path of its file. */
async function writeLog(directory: string, records: readonly unknown[]): Promise<string> {
  const { log } = await reopen(directory);
  await Promise.all(records.map((record) => log.append(record)));
  await log.close();
  return join(directory, "log.ndjson");
}

describe("openLog", () => {
  it("gives back what was appended, in order", async () => {
    const directory = join(await makeDirectory(), "new", "folder");
    const records = [{ id: "1", text: "Füchse\nim Schnee \u2028 ]" }, ["a"], 7, null, "x"];
    await writeLog(directory, records);
    const second = await reopen(directory);
    expect(second.records).toEqual(records);
    expect(second.truncatedBytes).toBe(0);
    await second.log.append({ id: "2" });
    await second.log.close();
    expect((await reopen(directory)).records).toEqual([...records, { id: "2" }]);
  });

  it("reads lines that are longer than what is read at once", async () => {
    const directory = await makeDirectory();
    const records = ["é".repeat(1_500_000), "b", "c".repeat(3_000_000), "d"];
    await writeLog(directory, records);
    const { records: read, truncatedBytes } = await reopen(directory);
    expect(read.map(String).map((text) => [text[0], text.length])).toEqual(
      records.map((text) => [text[0], text.length]),
    );
    expect(truncatedBytes).toBe(0);
  });

  it("has a line of valid JSON for every record", async () => {
    const path = await writeLog(await makeDirectory(), [{ a: 1 }, { b: 2 }]);
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line)[1])).toEqual([
      { format: "klingkit-emulator-log", version: 1 },
      { a: 1 },
      { b: 2 },
    ]);
  });

  it("cuts a torn tail at any byte and keeps everything before it", async () => {
    const directory = await makeDirectory();
    const path = await writeLog(directory, [{ n: 1 }, { n: 2 }]);
    const whole = await readFile(path);
    const lastLine = Buffer.from(formatLine({ n: 2 }));
    for (let missing = 1; missing < lastLine.length; missing += 1) {
      await writeFile(path, whole);
      await truncate(path, whole.length - missing);
      const { log, records, truncatedBytes } = await reopen(directory);
      expect([records, truncatedBytes]).toEqual([[{ n: 1 }], lastLine.length - missing]);
      await log.append({ n: 3 });
      await log.close();
      const again = await reopen(directory);
      expect(again.records).toEqual([{ n: 1 }, { n: 3 }]);
      await again.log.close();
    }
  });

  it("begins anew when the process died in its very first write", async () => {
    const directory = await makeDirectory();
    const path = await writeLog(directory, []);
    await truncate(path, 10);
    expect((await reopen(directory)).records).toEqual([]);
  });

  it("refuses damage in the middle, naming the line", async () => {
    const directory = await makeDirectory();
    const path = await writeLog(directory, [{ n: 1 }, { n: 2 }, { n: 3 }]);
    await writeFile(path, (await readFile(path, "utf8")).replace('{"n":2}', '{"n":9}'));
    await expect(reopen(directory)).rejects.toMatchObject({
      code: "data_corrupt",
      message: expect.stringContaining("line 3"),
    });
  });

  it("refuses the log of a newer version, and leaves it alone", async () => {
    const directory = await makeDirectory();
    const text = formatLine({ format: "klingkit-emulator-log", version: 2 }) + formatLine({ n: 1 });
    await writeFile(join(directory, "log.ndjson"), text);
    await expect(reopen(directory)).rejects.toMatchObject({
      code: "data_version",
      message: expect.stringContaining("format 2"),
    });
    expect(await readFile(join(directory, "log.ndjson"), "utf8")).toBe(text);
  });

  it.each(["hello\n", "hello", formatLine({ other: "program" })])(
    "refuses a file that is not ours: %j",
    async (text) => {
      const directory = await makeDirectory();
      await writeFile(join(directory, "log.ndjson"), text);
      await expect(reopen(directory)).rejects.toMatchObject({ code: "data_version" });
      expect(await readFile(join(directory, "log.ndjson"), "utf8")).toBe(text);
    },
  );

  it("writes many appends with few flushes, and all of them", async () => {
    const directory = await makeDirectory();
    const { log } = await reopen(directory);
    await Promise.all(Array.from({ length: 10_000 }, (_, n) => log.append({ n })));
    expect(log.recordCount()).toBe(10_000);
    await log.close();
    expect((await reopen(directory)).records).toEqual(Array.from({ length: 10_000 }, (_, n) => ({ n })));
  });

  it("waits on close for what was appended, and takes nothing after it", async () => {
    const directory = await makeDirectory();
    const { log } = await reopen(directory);
    const appended = log.append({ n: 1 });
    await log.close();
    await appended;
    await expect(log.append({ n: 2 })).rejects.toMatchObject({ code: "data_write_failed" });
    expect((await reopen(directory)).records).toEqual([{ n: 1 }]);
  });
});

describe("compact", () => {
  it("replaces the log by the snapshot and goes on behind it", async () => {
    const directory = await makeDirectory();
    const { log } = await reopen(directory);
    for (let n = 0; n < 50; n += 1) await log.append({ n });
    await log.compact(() => [{ sum: 1225 }]);
    expect(log.recordCount()).toBe(1);
    await log.append({ n: 50 });
    await log.close();
    expect((await reopen(directory)).records).toEqual([{ sum: 1225 }, { n: 50 }]);
    expect((await readdir(directory)).sort()).toEqual(["lock.2", "log.ndjson"]);
  });

  it("neither loses nor repeats records that are appended while it runs", async () => {
    const directory = await makeDirectory();
    const { log } = await reopen(directory);
    const state: number[] = [];
    const add = (n: number) => {
      state.push(n);
      return log.append(n);
    };
    const work: Promise<void>[] = [];
    for (let n = 0; n < 300; n += 1) {
      work.push(add(n));
      if (n % 50 === 25) work.push(log.compact(() => [...state]));
      if (n % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(work);
    await log.close();
    expect((await reopen(directory)).records).toEqual(Array.from({ length: 300 }, (_, n) => n));
  });

  it("keeps the old log when the snapshot throws", async () => {
    const directory = await makeDirectory();
    const { log } = await reopen(directory);
    await log.append(1);
    await expect(
      log.compact(() => {
        throw new Error("no snapshot");
      }),
    ).rejects.toThrow("no snapshot");
    await log.append(2);
    await log.close();
    expect((await reopen(directory)).records).toEqual([1, 2]);
  });
});

describe("the lock of a directory", () => {
  it("keeps a second log out until the first is closed", async () => {
    const directory = await makeDirectory();
    const { log } = await reopen(directory);
    await expect(reopen(directory)).rejects.toMatchObject({
      code: "data_locked",
      message: expect.stringContaining(String(process.pid)),
    });
    await log.append(1);
    await log.close();
    expect((await reopen(directory)).records).toEqual([1]);
  });

  it("lets only one of many take over a dead lock", async () => {
    const directory = await makeDirectory();
    await writeFile(
      join(directory, "lock.1"),
      JSON.stringify({ pid: process.pid, startedAt: "an earlier life" }),
    );
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => reopen(directory)));
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    expect((await readdir(directory)).sort()).toEqual(["lock.2", "log.ndjson"]);
  });

  it("takes over a lock that nobody can read", async () => {
    const directory = await makeDirectory();
    await appendFile(join(directory, "lock.1"), "{");
    expect((await reopen(directory)).records).toEqual([]);
  });
});

describe("a process that is killed", () => {
  it("loses nothing that it had confirmed", async () => {
    const directory = await makeDirectory();
    let confirmed = -1;
    for (let life = 0; life < 3; life += 1)
      confirmed = Math.max(confirmed, await appendUntilKilled(directory, confirmed + 1));
    const { records } = await reopen(directory);
    const kept = new Set(records);
    expect(Array.from({ length: confirmed + 1 }, (_, n) => n).filter((n) => !kept.has(n))).toEqual([]);
    expect(confirmed).toBeGreaterThan(100);
  });
});

/** Appends numbers in another process, which is killed after some were confirmed. The last confirmed number. */
function appendUntilKilled(directory: string, first: number): Promise<number> {
  const program = `
    const { openLog } = await import(${JSON.stringify(new URL("open-log.ts", import.meta.url).href)});
    const { log } = await openLog({ directory: ${JSON.stringify(directory)}, onRecord: () => undefined });
    let next = ${first};
    const work = async () => { for (;;) { const n = next++; await log.append(n); process.stdout.write(n + "\\n"); } };
    for (let lane = 0; lane < 5; lane += 1) void work();`;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    child.stdout.on("data", (data: Buffer) => {
      text += data.toString();
      if (text.split("\n").length > 60) child.kill("SIGKILL");
    });
    child.on("error", reject);
    child.on("close", () => resolve(Math.max(-1, ...text.split("\n").slice(0, -1).map(Number))));
  });
}
