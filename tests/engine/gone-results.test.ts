import {
  type CollectedFile,
  type Collector,
  type CollectRequest,
  createCollector,
  type Engine,
} from "@klingkit/engine";
import { RETENTION_DAYS } from "@klingkit/spec";
import { HIGGSFIELD_RETENTION_DAYS } from "@klingkit/spec/higgsfield";
import type { Clock } from "klingkit";
import { DownloadError } from "klingkit/node";
import { describe, expect, it } from "vitest";
import { foxes, planOf as higgsfieldPlanOf } from "./support/higgsfield.ts";
import { createWorld, HASTY_CLOCK, planOf, type World } from "./support/world.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The engine's clock, of which the service's runs ahead, as where the time of an emulator is advanced. */
function lateClock({ clock, emulator }: World): Clock & { leap(ms: number): Promise<void> } {
  let lagMs = 0;
  return {
    nowMs: () => clock.nowMs() - lagMs,
    sleep: clock.sleep,
    async leap(ms) {
      lagMs += ms;
      await emulator.control.advance(ms);
    },
  };
}

/** A job whose task has ended, with its file still at the service. */
async function endedJob(world: World, engine: Engine, plan: Parameters<Engine["enqueue"]>[0]) {
  const { clock } = world;
  await clock.drive(engine.enqueue(plan));
  await clock.drive(engine.run({ until: "ended" }));
  const [job] = await engine.jobs();
  return job?.id ?? "";
}

const missingUrl = { match: { method: "GET" }, action: { type: "missing-url" } } as const;
const deadLink = { action: { type: "expired-link" } } as const;

describe("a result that the service has deleted by its own clock, and not yet by ours", () => {
  it("ends the job of Kling, whose record shows no link any more, and keeps its charge on record", async () => {
    await using world = await createWorld();
    const clock = lateClock(world);
    const engine = await world.openEngine({ clock });
    const id = await endedJob(world, engine, await planOf(1));
    await clock.leap((RETENTION_DAYS + 1) * DAY_MS);
    const startMs = world.clock.nowMs();
    expect((await world.run(engine)).counts).toEqual({ expired: 1 });
    expect(world.clock.nowMs() - startMs).toBeLessThan(5 * 60_000);
    const { error, sums } = await engine.job(id);
    expect(error).toMatchObject({ code: "result_gone", message: expect.stringContaining("30 days") });
    expect(sums).toMatchObject({ settled: 1.5, held: 0 });
  });

  it("ends the job of Higgsfield, whose record still shows a link that leads nowhere", async () => {
    await using world = await createWorld();
    const clock = lateClock(world);
    const engine = await world.openEngine({ clock, provider: world.createSecondProvider() });
    await endedJob(world, engine, await higgsfieldPlanOf(foxes(1)));
    await clock.leap((HIGGSFIELD_RETENTION_DAYS + 1) * DAY_MS);
    expect((await world.run(engine)).counts).toEqual({ expired: 1 });
    const [job] = await engine.jobs();
    expect(job?.error).toMatchObject({ code: "result_gone", message: expect.stringContaining("7 days") });
  });
});

describe.each([
  ["no link", missingUrl, "download_error"],
  ["a link that leads nowhere", deadLink, "KLINGKIT_DOWNLOAD_LINK_EXPIRED"],
])("a result for which the service gives %s within its time", (_, fault, code) => {
  it("is not given up: the run ends after some minutes, and the next one fetches it", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine();
    world.emulator.control.setFaults([fault]);
    const id = await endedJob(world, engine, await planOf(1));
    const startMs = world.clock.nowMs();
    const { counts, held } = await world.run(engine);
    expect({ counts, held }).toEqual({ counts: { succeeded: 1 }, held: { pool: 0, budget: 0, link: 1 } });
    expect(world.clock.nowMs() - startMs).toBeLessThan(20 * 60_000);
    expect(await engine.jobs()).toMatchObject([{ waitsFor: "link", error: { code } }]);
    // Still without a file: one try is enough, and each run tells it once.
    await world.run(engine);
    const { events } = await engine.job(id);
    expect(events.filter(({ kind }) => kind === "job-download-fails")).toHaveLength(3);
    world.emulator.control.setFaults([]);
    expect((await world.run(engine)).counts).toEqual({ collected: 1 });
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
  });

  it("is looked for again every hour by a worker", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine();
    world.emulator.control.setFaults([fault]);
    await endedJob(world, engine, await planOf(1));
    engine.start();
    await world.clock.pass(HOUR_MS);
    expect(await engine.jobs()).toMatchObject([{ state: "succeeded", waitsFor: "link" }]);
    world.emulator.control.setFaults([]);
    await world.clock.pass(HOUR_MS);
    await world.clock.drive(engine.stop());
    expect((await engine.summary()).counts).toEqual({ collected: 1 });
  });
});

describe("a result that a person gives up", () => {
  async function waitingForLink(
    world: World,
    fault: Parameters<typeof world.emulator.control.setFaults>[0][number],
  ) {
    const engine = await world.openEngine();
    world.emulator.control.setFaults([fault]);
    const id = await endedJob(world, engine, await planOf(1));
    await world.run(engine);
    return { engine, id };
  }
  const GONE = { verdict: "gone", by: "ada" } as const;

  it("ends as expired with its charge, and can then be bought again, which is billed once", async () => {
    await using world = await createWorld();
    const { engine, id } = await waitingForLink(world, deadLink);
    await expect(engine.retryPlan(id)).rejects.toMatchObject({
      code: "retry_refused",
      message: expect.stringMatching(
        new RegExp(`made and paid for.*kling resume.*kling jobs review ${id} --gone.*kling jobs retry ${id}`),
      ),
    });
    expect(await engine.review(id, GONE)).toEqual({ kind: "done" });
    const job = await engine.job(id);
    expect(job).toMatchObject({
      state: "expired",
      error: { code: "result_gone", message: expect.stringMatching(/^ada gave the file up: /) },
      sums: { settled: 1.5, held: 0 },
    });
    expect(job.events.at(-1)).toMatchObject({ kind: "job-expired", data: { by: "ada" } });
    world.emulator.control.setFaults([]);
    await world.clock.drive(engine.retry(id));
    expect((await world.run(engine)).counts).toEqual({ expired: 1, collected: 1 });
    expect(world.journal()).toMatchObject({ creates: 2, billed: 2 });
  });

  it("is not given up before a run has looked for it, twice, or where it was collected", async () => {
    await using world = await createWorld();
    const engine = await world.openEngine();
    const id = await endedJob(world, engine, await planOf(1));
    const refused = {
      kind: "refused",
      reason: expect.stringContaining("only if its job waits for its link"),
    };
    expect(await engine.review(id, GONE)).toEqual(refused);
    await world.run(engine);
    expect(await engine.review(id, GONE)).toEqual(refused);
    expect((await engine.summary()).counts).toEqual({ collected: 1 });
  });

  it("is kept where it is this machine that refuses its link", async () => {
    await using world = await createWorld();
    const refusing: Collector = () =>
      Promise.reject(
        new DownloadError({
          code: "KLINGKIT_DOWNLOAD_URL_REFUSED",
          message: "The host is not public.",
          host: "files.internal",
        }),
      );
    const engine = await world.openEngine({ collector: refusing });
    const id = await endedJob(world, engine, await planOf(1));
    await world.run(engine);
    expect(await engine.jobs()).toMatchObject([{ waitsFor: "link" }]);
    expect(await engine.review(id, GONE)).toEqual({
      kind: "refused",
      reason: `the service has the file of job ${id}, and this machine did not save it: The host is not public. To download it, run \`kling resume --allow-host files.internal\``,
    });
  });
});

it("a result is no longer given up where our clock ran ahead, and the service's shows that it is kept", async () => {
  await using world = await createWorld();
  let aheadMs = 0;
  const clock: Clock = { nowMs: () => world.clock.nowMs() + aheadMs, sleep: world.clock.sleep };
  const engine = await world.openEngine({ clock });
  world.emulator.control.setFaults([{ ...missingUrl, times: 12 }]);
  await endedJob(world, engine, await planOf(1));
  aheadMs = (RETENTION_DAYS + 1) * DAY_MS;
  expect((await world.run(engine)).counts).toEqual({ collected: 1 });
});

it("a worker that looks again for a result does not lose it to a run that begins meanwhile", async () => {
  await using world = await createWorld();
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const collector = async ({ filePath }: CollectRequest): Promise<CollectedFile> => {
    begun.resolve();
    await gate.promise;
    return { filePath, sizeBytes: 1, sha256: "00" };
  };
  const engine = await world.openEngine({ collector });
  world.emulator.control.setFaults([missingUrl]);
  await endedJob(world, engine, await planOf(1));
  engine.start();
  await world.clock.pass(HOUR_MS);
  world.emulator.control.setFaults([]);
  await world.clock.drive(begun.promise);
  const other = await world.openEngine({ collector: () => Promise.reject(new Error("fetched twice")) });
  await world.clock.drive(other.run({ timeoutMs: 1000 }));
  gate.resolve();
  await world.clock.drive(engine.stop());
  expect((await engine.summary()).counts).toEqual({ collected: 1 });
  expect(world.errors.map(String)).not.toContain("Error: fetched twice");
});

/** A download whose server answers so, whatever it is asked for. */
const servedWith =
  (status: number): Collector =>
  (request) =>
    createCollector({
      fetch: async () => new Response("<html></html>", { status }),
      allowedOrigins: [new URL(request.url).origin],
      clock: HASTY_CLOCK,
    })(request);

const unwritable: Collector = ({ filePath }) =>
  Promise.reject(
    new DownloadError({ code: "KLINGKIT_DOWNLOAD_WRITE_FAILED", message: `EACCES: ${filePath}`, filePath }),
  );

/** A host that no name server knows. */
const unresolvable: Collector = (request) =>
  createCollector({
    fetch: () =>
      Promise.reject(
        new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ENOTFOUND" }) }),
      ),
    allowedOrigins: [new URL(request.url).origin],
    clock: HASTY_CLOCK,
  })(request);

it.each([
  ["a host that does not resolve", unresolvable, "KLINGKIT_DOWNLOAD_INTERRUPTED"],
  ["a server that is down", servedWith(503), "KLINGKIT_DOWNLOAD_HTTP_STATUS"],
  ["a page in place of the file", servedWith(200), "KLINGKIT_DOWNLOAD_NOT_MEDIA"],
  ["a refusal that no time changes", servedWith(400), "KLINGKIT_DOWNLOAD_HTTP_STATUS"],
  ["a folder that may not be written to", unwritable, "KLINGKIT_DOWNLOAD_WRITE_FAILED"],
])("%s does not hold a run for ever, and a later run saves the file", async (_, collector, code) => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector });
  await world.clock.drive(engine.enqueue(await planOf(1)));
  const { counts, held } = await world.run(engine);
  expect({ counts, held }).toEqual({ counts: { succeeded: 1 }, held: { pool: 0, budget: 0, link: 1 } });
  expect(await engine.jobs()).toMatchObject([{ waitsFor: "link", error: { code } }]);
  expect((await world.run(await world.openEngine())).counts).toEqual({ collected: 1 });
  expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
});

it("the reason of a host that does not resolve names the host and the code of the system", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine({ collector: unresolvable });
  await world.clock.drive(engine.enqueue(await planOf(1)));
  await world.run(engine);
  const [job] = await engine.jobs();
  expect(job?.error?.message).toContain(`no response from ${world.emulator.baseUrl} (ENOTFOUND)`);
});

it("a file that comes bit by bit is waited for, as long as each try brings more of it", async () => {
  await using world = await createWorld();
  let tries = 0;
  const dripping: Collector = async ({ filePath }) => {
    tries += 1;
    if (tries > 40) return { filePath, sizeBytes: 40, sha256: "00" };
    const message = "the connection broke";
    throw new DownloadError({ code: "KLINGKIT_DOWNLOAD_INTERRUPTED", message, receivedBytes: tries });
  };
  const engine = await world.openEngine({ collector: dripping });
  await world.clock.drive(engine.enqueue(await planOf(1)));
  expect((await world.run(engine)).counts).toEqual({ collected: 1 });
});

it("a file of which a part came, and whose host is gone since, does not hold a run for ever", async () => {
  await using world = await createWorld();
  const stuck: Collector = () =>
    Promise.reject(
      new DownloadError({ code: "KLINGKIT_DOWNLOAD_INTERRUPTED", message: "it broke", receivedBytes: 7 }),
    );
  const engine = await world.openEngine({ collector: stuck });
  await world.clock.drive(engine.enqueue(await planOf(1)));
  expect((await world.run(engine)).held.link).toBe(1);
  expect(await engine.jobs()).toMatchObject([{ waitsFor: "link", error: { receivedBytes: 7 } }]);
});
