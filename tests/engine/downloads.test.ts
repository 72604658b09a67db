import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createCollector } from "@klingkit/engine";
import { measureVideo } from "klingkit/node";
import { describe, expect, it } from "vitest";
import { createWorld, planOf, type World } from "./support/world.ts";

type Rule = Parameters<World["emulator"]["control"]["setFaults"]>[0][number];

/** Buys one video whose file is served badly, as the emulator does it. */
async function buyWith(rules: readonly Rule[]) {
  await using world = await createWorld();
  world.emulator.control.setFaults(rules);
  const engine = await world.openEngine();
  await world.clock.drive(engine.enqueue(await planOf(1)));
  await world.run(engine);
  const [job] = await engine.jobs();
  const { assets } = await engine.job(job?.id ?? "");
  const { creates, billed } = world.journal();
  const { sha256 = "" } = assets[0] ?? {};
  return { creates, billed, state: job?.state, sha256, video: await measureVideo(job?.filePath ?? "") };
}

it("a slow download keeps no other waiting", async () => {
  // All tasks end at once, so that downloads begin together.
  const durations = { "*": { clipSeconds: 5, generationMs: 60_000 } };
  await using world = await createWorld({ emulator: { concurrency: 12, durations } });
  const files: string[] = [];
  let slow: string | undefined;
  const engine = await world.openEngine({
    slots: { quota: 12 },
    async collector({ filePath }) {
      slow ??= filePath;
      if (filePath === slow) await world.clock.sleep(600_000);
      files.push(filePath);
      return { filePath, sizeBytes: 1, sha256: "none" };
    },
  });
  await world.clock.drive(engine.enqueue(await planOf(12)));
  await world.run(engine);
  expect(files).toHaveLength(12);
  expect(files.at(-1)).toBe(slow);
});

describe("a path that another job's file has", () => {
  /** Buys the same plan three times, each video to be saved under exactly the planned name. */
  async function buyThrice(world: World, engine: Awaited<ReturnType<World["openEngine"]>>) {
    for (const _ of [1, 2, 3]) {
      await world.clock.drive(engine.enqueue(await planOf(1), { keepsPaths: true }));
      await world.run(engine);
    }
    return (await engine.jobs()).toReversed();
  }

  it("gets the new file, and the earlier ones are kept under other names, on disk and on record", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine();
    const jobs = await buyThrice(world, engine);
    const names = jobs.map(({ filePath }) => basename(filePath));
    const [planned = ""] = (await planOf(1)).jobs.map(({ output }) => output);
    const numbered = (number: number) => planned.replace(".mp4", `-${number}.mp4`);
    expect(names).toEqual([numbered(2), numbered(3), planned]);
    for (const { id, filePath } of jobs) {
      const { assets, events } = await engine.job(id);
      const sha256 = createHash("sha256")
        .update(await readFile(filePath))
        .digest("hex");
      expect(assets[0]).toMatchObject({ file_path: filePath, sha256 });
      expect(events.filter(({ kind }) => kind === "job-file-renamed")).toHaveLength(
        names.indexOf(basename(filePath)) < 2 ? 1 : 0,
      );
    }
    const [first, second] = jobs;
    const { events } = await engine.job(second?.id ?? "");
    expect(events.find(({ kind }) => kind === "job-collected")?.data).toMatchObject({
      warning: `${planned} was the file of job ${first?.id}; that file is now ${numbered(2)}.`,
    });
    expect(first && (await readdir(dirname(first.filePath)))).toEqual(names);
  });
});

describe("a bought file arrives whole although", () => {
  const cases: readonly (readonly [string, readonly Rule[]])[] = [
    ["its connection ends early", [{ times: 2, action: { type: "cut", atByte: 3000 } }]],
    ["its first bytes are garbage", [{ times: 2, action: { type: "corrupt", atByte: 0, sizeBytes: 64 } }]],
    ["more bytes are promised than come", [{ times: 2, action: { type: "wrong-length", deltaBytes: 500 } }]],
    [
      "it is shorter than the service made it",
      [{ times: 1, action: { type: "wrong-length", deltaBytes: -500 } }],
    ],
    [
      "its link comes minutes after its end",
      [{ match: { method: "GET" }, times: 16, action: { type: "missing-url" } }],
    ],
    ["its link has expired", [{ times: 1, action: { type: "expired-link" } }]],
    [
      "it is cut, and ranges are ignored",
      [
        { times: 1, action: { type: "cut", atByte: 3000 } },
        { times: 1, action: { type: "broken-range", mode: "ignore" } },
      ],
    ],
    [
      "it is cut, and ranges are refused",
      [
        { times: 1, action: { type: "cut", atByte: 3000 } },
        { times: 1, action: { type: "broken-range", mode: "refuse" } },
      ],
    ],
  ];

  it.each(cases)("%s", async (_, rules) => {
    const whole = await buyWith([]);
    expect(whole.video?.durationSeconds).toBeGreaterThan(0);
    const result = await buyWith(rules);
    expect(result).toMatchObject({
      creates: 1,
      billed: 1,
      state: "collected",
      video: whole.video,
    });
    expect(result.sha256).toBe(whole.sha256);
  });
});

it("a file that is damaged at the service, too, is kept as it is", async () => {
  const { sha256 } = await buyWith([]);
  const result = await buyWith([{ action: { type: "wrong-length", deltaBytes: -500 } }]);
  expect(result).toMatchObject({ creates: 1, billed: 1, state: "collected" });
  expect(result.sha256).not.toBe(sha256);
});

/** A thousand times as fast as the machine's. */
const FAST_CLOCK = {
  nowMs: () => performance.now() * 1000,
  sleep: (ms: number, signal?: AbortSignal) => sleep(ms / 1000, undefined, signal ? { signal } : {}),
};

/** One byte now and then, often enough not to count as silent. */
function drippingBody(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      await FAST_CLOCK.sleep(5000);
      controller.enqueue(bytes.subarray(sent, ++sent));
    },
  });
}

it("a file that drips does not hold back the next, where one is downloaded at a time", async () => {
  await using world = await createWorld();
  const dripping = new Set<string>();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await world.emulator.fetch(new Request(input, init));
    const path = new URL(String(input)).pathname;
    if (dripping.size === 0) dripping.add(path);
    if (!dripping.has(path)) return response;
    return new Response(drippingBody(new Uint8Array(await response.arrayBuffer())), response);
  };
  const collect = createCollector({ fetch, clock: FAST_CLOCK, allowedOrigins: [world.emulator.baseUrl] });
  const engine = await world.openEngine({
    collector: (request) => world.clock.during(collect(request)),
    width: { downloads: 1 },
  });
  await world.clock.drive(engine.enqueue(await planOf(2)));
  const stop = new AbortController();
  const running = world.clock.drive(engine.run({ signal: stop.signal }));
  for await (const { kind } of engine.events({ signal: stop.signal }))
    if (kind === "job-collected") stop.abort();
  await running;
  expect((await engine.summary()).counts).toEqual({ collected: 1, succeeded: 1 });
  expect(dripping.size).toBe(1);
});

it("a file on disk has the hash that is on record", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine();
  await world.clock.drive(engine.enqueue(await planOf(1)));
  await world.run(engine);
  const [job] = await engine.jobs();
  const { assets } = await engine.job(job?.id ?? "");
  const bytes = await readFile(job?.filePath ?? "");
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  expect(assets).toMatchObject([
    { size_bytes: bytes.byteLength, sha256: Buffer.from(digest).toString("hex") },
  ]);
});

it("a task that fails under SUCCEED in the envelope costs nothing and is no video", async () => {
  await using world = await createWorld();
  world.emulator.control.setFaults([{ action: { type: "fail-task", message: "risk control" } }]);
  const seen: string[] = [];
  world.faults.rewrite((text) => {
    seen.push(text);
    return text;
  });
  const engine = await world.openEngine();
  await world.clock.drive(engine.enqueue(await planOf(1)));
  await world.run(engine);
  expect(seen.at(-1)).toContain('"message":"SUCCEED"');
  expect((await engine.jobs())[0]).toMatchObject({
    state: "failed",
    error: { code: "task_failed", message: expect.stringContaining("risk control") },
  });
  expect((await engine.budget()).total).toMatchObject({ settled: 0, held: 0 });
});
