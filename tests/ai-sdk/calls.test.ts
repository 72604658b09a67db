import { access, readFile, rm, writeFile } from "node:fs/promises";
import { openJobClient } from "@klingkit/engine";
import { APICallError, experimental_generateVideo as generateVideo } from "ai";
import { describe, expect, it } from "vitest";
import { createStoreSite } from "../engine/support/stores.ts";
import { callMetadata } from "./support/call-metadata.ts";
import { caught } from "./support/caught.ts";
import { createVideoWorld } from "./support/video-world.ts";

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

const MODEL = "kling-2.5-turbo";
const FOX = { prompt: "A fox in the snow", duration: 5 } as const;
const KEY = { providerOptions: { klingkit: { key: "order 4711" } } } as const;
const CREATE = { method: "POST", path: /^\/text-to-video\// } as const;

describe("several videos", () => {
  it("are one batch, in as many creates, at an account that allows fewer at once", async () => {
    await using world = await createVideoWorld({ emulator: { concurrency: 2 } });
    const klingkit = await world.createProvider({ concurrency: 2, engine: { slots: {} } });
    const result = await world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, n: 5 }));
    expect(result.uploadedVideos).toBe(5);
    const { creates, billed, delivered, entries } = world.journal();
    expect({ creates, billed, delivered }).toEqual({ creates: 5, billed: 5, delivered: 5 });
    expect(entries.filter(({ outcome }) => outcome === "refused 1303")).toEqual([]);
  });

  it.each([
    ["with a key", KEY, 3, 1],
    ["without one", {}, 2, 1],
    ["with a key and parts of two sizes", KEY, 3, 2],
  ])("are made once each where the caller splits the call, %s", async (_, options, n, maxVideosPerCall) => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider();
    const call = () =>
      world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, ...options, n, maxVideosPerCall }));
    const { responses, uploadedVideos } = await call();
    expect(uploadedVideos).toBe(n);
    const jobs = responses.flatMap(({ providerMetadata }) => callMetadata(providerMetadata).jobs);
    expect(new Set(jobs.map(({ path }) => path)).size).toBe(n);
    expect(world.journal()).toMatchObject({ creates: n, billed: n });
    if (!("providerOptions" in options)) return;
    expect((await call()).uploadedVideos).toBe(n);
    expect(world.journal()).toMatchObject({ creates: n, billed: n });
  });

  it("keep their places where a part of the call is tried again", async () => {
    await using world = await createVideoWorld();
    const own = (await world.createProvider()).video(MODEL);
    let isFirst = true;
    const flaky = Object.create(own, {
      doGenerate: {
        value: async (options: Parameters<typeof own.doGenerate>[0]) => {
          const result = await own.doGenerate(options);
          const fails = isFirst;
          isFirst = false;
          // The response is lost on its way to `generateVideo`.
          if (fails)
            throw new APICallError({ message: "lost", url: "", requestBodyValues: {}, isRetryable: true });
          return result;
        },
      },
    });
    const result = await world.drive(
      generateVideo({ model: flaky, ...FOX, ...KEY, n: 2, maxVideosPerCall: 1, maxRetries: 1 }),
    );
    const jobs = result.responses.flatMap(({ providerMetadata }) => callMetadata(providerMetadata).jobs);
    expect(new Set(jobs.map(({ path }) => path)).size).toBe(2);
    expect(world.journal()).toMatchObject({ creates: 2, billed: 2 });
  });

  it("meet a limit that nobody told of with at most one refusal", async () => {
    await using world = await createVideoWorld({ emulator: { concurrency: 2 } });
    const klingkit = await world.createProvider({ engine: { slots: {} } });
    const result = await world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, n: 5 }));
    expect(result.uploadedVideos).toBe(5);
    expect(world.journal()).toMatchObject({ accepted: 5, billed: 5, delivered: 5 });
    expect(world.journal().creates).toBeLessThanOrEqual(6);
  });

  it("are delivered although some were not made, with a warning for each of these", async () => {
    const faults = [{ nth: 2, times: 2, action: { type: "fail-task" as const, message: "no luck" } }];
    await using world = await createVideoWorld({ emulator: { faults } });
    const klingkit = await world.createProvider();
    const result = await world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, n: 5 }));
    expect(result.uploadedVideos).toBe(3);
    expect(result.warnings).toEqual([
      { type: "other", message: expect.stringContaining("no luck") },
      { type: "other", message: expect.stringContaining("no luck") },
    ]);
    expect(callMetadata(result.providerMetadata).units).toBe(4.5);
  });

  it("are an error when none was made", async () => {
    const faults = [{ action: { type: "fail-task" as const, message: "no luck" } }];
    await using world = await createVideoWorld({ emulator: { faults } });
    const klingkit = await world.createProvider();
    const error = await caught(
      world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, ...KEY, n: 2 })),
    );
    expect(error).toMatchObject({
      code: "failed",
      mayHaveCharged: "no",
      key: "order 4711",
      jobId: expect.stringMatching(/^j/),
      message: expect.stringContaining("no luck"),
    });
    expect(error.jobIds).toHaveLength(2);
  });
});

describe("a key", () => {
  it("buys once, for whichever process asks again", async () => {
    await using world = await createVideoWorld();
    const providers = [await world.createProvider(), await world.createProvider()];
    const results = [];
    for (const klingkit of providers)
      results.push(await world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, ...KEY })));
    const [first, second] = results.map(({ providerMetadata }) => callMetadata(providerMetadata));
    expect(second?.jobs).toEqual(first?.jobs);
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
  });

  it("of two calls at once buys once", async () => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider();
    const call = () => generateVideo({ model: klingkit.video(MODEL), ...FOX, ...KEY });
    const [left, right] = await world.drive(Promise.all([call(), call()]));
    expect([left.uploadedVideos, right.uploadedVideos]).toEqual([1, 1]);
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
  });

  it("is refused for another request", async () => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider();
    await world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, ...KEY }));
    const other = { ...FOX, ...KEY, prompt: "A hare" };
    expect(
      await caught(world.drive(generateVideo({ model: klingkit.video(MODEL), ...other }))),
    ).toMatchObject({ code: "key_reused", mayHaveCharged: "no", key: "order 4711" });
    expect(world.journal()).toMatchObject({ creates: 1 });
  });

  it("comes from the idempotency-key header of the caller", async () => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider();
    const headers = { "Idempotency-Key": "from the header" };
    const call = () => generateVideo({ model: klingkit.video(MODEL), ...FOX, headers });
    const first = await world.drive(call());
    await world.drive(call());
    expect(callMetadata(first.providerMetadata).key).toBe("from the header");
    expect(world.journal()).toMatchObject({ creates: 1 });
  });

  it("finds the video of a store that was lost", async () => {
    await using world = await createVideoWorld();
    const first = await world.createProvider();
    await world.drive(generateVideo({ model: first.video(MODEL), ...FOX, ...KEY }));
    await using site = await createStoreSite();
    const store = await site.open(world.clock.during);
    const second = await world.createProvider({ store });
    const result = await world.drive(generateVideo({ model: second.video(MODEL), ...FOX, ...KEY }));
    await store.close();
    expect(result.uploadedVideos).toBe(1);
    expect(world.journal()).toMatchObject({ accepted: 1, billed: 1 });
  });

  it("brings a video back whose file is gone, as on another machine", async () => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider();
    const call = () => world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, ...KEY }));
    const [first] = callMetadata((await call()).providerMetadata).jobs;
    await rm(first?.path ?? "");
    const [second] = callMetadata((await call()).providerMetadata).jobs;
    await access(second?.path ?? "");
    expect(second?.sha256).toBe(first?.sha256);
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
  });

  it("reports a video whose file is gone, and that Kling has deleted, and does not buy it again", async () => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider();
    const call = () => world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, ...KEY }));
    const [first] = callMetadata((await call()).providerMetadata).jobs;
    const path = first?.path ?? "";
    const bytes = await readFile(path);
    await rm(path);
    await world.clock.pass(31 * 86_400_000);
    for (let asked = 1; asked <= 2; asked += 1)
      expect(await caught(call())).toMatchObject({ code: "expired", mayHaveCharged: "yes" });
    // As on the machine that has it.
    await writeFile(path, bytes);
    expect((await call()).uploadedVideos).toBe(1);
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
  });

  it("is random without one: two equal calls are two videos", async () => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider();
    for (let take = 1; take <= 2; take += 1)
      await world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX }));
    expect(world.journal()).toMatchObject({ creates: 2, billed: 2 });
  });
});

describe("waiting", () => {
  it("does not begin with a signal that was given before", async () => {
    await using world = await createVideoWorld();
    const model = (await world.createProvider()).video(MODEL);
    const abortSignal = AbortSignal.abort();
    // `generateVideo` itself does not look at the signal before it calls the model.
    const error = await caught(world.drive(generateVideo({ model, ...FOX, ...KEY, abortSignal })));
    expect(error).toMatchObject({ name: "AbortError", mayHaveCharged: "no", jobId: undefined });
    expect(world.faults.requests).toEqual([]);
  });

  it("ends with the caller's signal; the job continues and its video is found by the key", async () => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider();
    const leaving = new AbortController();
    const call = generateVideo({
      model: klingkit.video(MODEL),
      ...FOX,
      ...KEY,
      abortSignal: leaving.signal,
    });
    const failing = caught(call);
    await expect.poll(() => world.emulator.control.tasks()).toHaveLength(1);
    await world.clock.pass(2000);
    leaving.abort();
    const error = await world.drive(failing);
    expect(error).toMatchObject({
      name: "AbortError",
      code: "aborted",
      mayHaveCharged: "yes",
      key: "order 4711",
      message: expect.stringContaining('resumeVideo({ key: "order 4711" })'),
    });
    const resumed = await world.drive(klingkit.resumeVideo({ key: "order 4711" }));
    expect(resumed.videos).toMatchObject([{ state: "collected", jobId: error.jobId }]);
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
  });

  it("ends after pollTimeoutMs, with job and key", async () => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider();
    const providerOptions = { ...KEY.providerOptions, klingai: { pollTimeoutMs: 2000 } };
    const error = await caught(
      world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, providerOptions })),
    );
    expect(error).toMatchObject({ code: "timeout", mayHaveCharged: "yes", key: "order 4711" });
    expect(await klingkit.listPending()).toMatchObject([{ jobId: error.jobId, state: "running" }]);
    await world.drive(klingkit.resumeVideo({ jobId: error.jobId ?? "" }));
    expect(await klingkit.listPending()).toEqual([]);
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
  });

  it("ends where the account has no units; the next call continues when there are some", async () => {
    await using world = await createVideoWorld();
    const body = JSON.stringify({ code: 1102, message: "no units", request_id: "r" });
    world.faults.setRules([{ ...CREATE, fault: { kind: "answer-before", status: 429, body } }]);
    const klingkit = await world.createProvider();
    const call = () => world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, ...KEY }));
    const error = await caught(call());
    expect(error).toMatchObject({ code: "blocked", mayHaveCharged: "no", key: "order 4711" });
    expect(error.message).toMatch(/no units.*resumeVideo/s);
    world.faults.setRules([]);
    expect((await call()).uploadedVideos).toBe(1);
    expect(world.journal()).toMatchObject({ accepted: 1, billed: 1 });
  });
});

describe("a call of which some jobs wait for a person", () => {
  const refusal = {
    kind: "answer-before",
    status: 429,
    body: JSON.stringify({ code: 1102, message: "no units", request_id: "r" }),
  } as const;

  it("delivers the finished videos, with a warning for each of the others, and continues later", async () => {
    await using world = await createVideoWorld({ emulator: { concurrency: 1 } });
    const klingkit = await world.createProvider({ concurrency: 1, engine: { slots: {} } });
    const call = () => generateVideo({ model: klingkit.video(MODEL), ...FOX, ...KEY, n: 2 });
    world.faults.setRules([{ ...CREATE, fault: refusal, after: 1 }]);
    const first = await world.drive(call());
    expect(first.uploadedVideos).toBe(1);
    expect(first.warnings).toEqual([
      { type: "other", message: expect.stringMatching(/without a person \(.*no units.*resumeVideo/s) },
    ]);
    world.faults.setRules([]);
    expect((await world.drive(call())).uploadedVideos).toBe(2);
    expect(world.journal()).toMatchObject({ accepted: 2, billed: 2 });
  });

  it("delivers them to a caller that polls, too", async () => {
    await using world = await createVideoWorld({ emulator: { concurrency: 1 } });
    const klingkit = await world.createProvider({ concurrency: 1, engine: { slots: {} } });
    const poll = { delay: (ms: number) => world.clock.sleep(ms), timeoutMs: 3_000_000 };
    world.faults.setRules([{ ...CREATE, fault: refusal, after: 1 }]);
    const { uploadedVideos, warnings } = await world.drive(
      generateVideo({ model: klingkit.video(MODEL), ...FOX, n: 2, poll }),
    );
    expect(uploadedVideos).toBe(1);
    expect(warnings).toMatchObject([{ message: expect.stringContaining("no units") }]);
  });

  it("is not blocked while another of them is running", async () => {
    await using world = await createVideoWorld();
    world.faults.setRules([{ ...CREATE, fault: refusal, times: 1 }]);
    const klingkit = await world.createProvider();
    const providerOptions = { ...KEY.providerOptions, klingai: { pollTimeoutMs: 2000 } };
    const error = await caught(
      world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, providerOptions, n: 2 })),
    );
    expect(error).toMatchObject({ code: "timeout", mayHaveCharged: "yes" });
    expect((await klingkit.listPending()).map(({ state }) => state).toSorted()).toEqual([
      "approved",
      "running",
    ]);
  });
});

describe("an external_task_id of the caller", () => {
  const own = { providerOptions: { klingai: { external_task_id: "mine-1" } } } as const;

  it("finds the video of the same request again", async () => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider();
    const call = () => world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, ...own }));
    const [first, second] = [await call(), await call()].map(({ providerMetadata }) =>
      callMetadata(providerMetadata),
    );
    expect(second?.jobs).toEqual(first?.jobs);
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
  });

  it("is refused for another request, with the job that has it", async () => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider();
    const first = await world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, ...own }));
    const other = { ...FOX, ...own, prompt: "A hare" };
    const error = await caught(world.drive(generateVideo({ model: klingkit.video(MODEL), ...other })));
    expect(error).toMatchObject({
      code: "request_invalid",
      mayHaveCharged: "yes",
      units: 1.5,
      jobIds: callMetadata(first.providerMetadata).jobs.map(({ jobId }) => jobId),
    });
    expect(error.message).toContain("Nothing was sent by this call. Kling charges for the earlier one.");
    expect(world.journal()).toMatchObject({ creates: 1 });
  });

  it("is refused beside a key", async () => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider();
    const providerOptions = { ...KEY.providerOptions, ...own.providerOptions };
    const error = await caught(
      world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, providerOptions })),
    );
    expect(error).toMatchObject({ code: "request_invalid", mayHaveCharged: "no" });
    expect(error.message).toMatch(/klingkit\.key and external_task_id/);
  });
});

describe("spending", () => {
  const paid = { engine: { requiresApproval: true } } as const;

  it("is approved by the call, up to the ceiling, and the approval is on record", async () => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider(paid);
    await world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX }));
    const engine = await world.openEngine();
    const [job] = await engine.jobs();
    expect((await engine.job(job?.id ?? "")).approval).toMatchObject({
      via: "code",
      maxCreates: 1,
      maxUnits: 1.5,
    });
  });

  it.each([
    ["by default", {}, {}, 40],
    ["by the settings", { policy: { maxUnitsPerCall: 1 } }, {}, 1],
    ["by the call", {}, { klingkit: { maxUnits: 1 } }, 1],
    ["per day", { policy: { maxUnitsPerDay: 1 } }, {}, 1],
  ])("stops at the ceiling %s, with the price", async (_, settings, providerOptions, n) => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider({ ...paid, ...settings });
    const error = await caught(
      world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, providerOptions, n })),
    );
    expect(error).toMatchObject({ code: "budget_exceeded", mayHaveCharged: "no", units: 0 });
    expect(error.message).toMatch(/costs up to [\d.]+ units \(US\$ [\d.]+\)/);
    expect(world.faults.requests.filter((line) => line.startsWith("POST"))).toEqual([]);
  });

  it("has no ceiling with null", async () => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider({ ...paid, policy: { maxUnitsPerCall: null } });
    const result = await world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, n: 34 }));
    expect(result.uploadedVideos).toBe(34);
  });

  it("waits for a person under always-ask, and takes the approval of one", async () => {
    await using world = await createVideoWorld();
    const settings = { ...paid, policy: { approval: "always-ask" } } as const;
    const klingkit = await world.createProvider(settings);
    const call = () => world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, ...KEY }));
    const error = await caught(call());
    expect(error).toMatchObject({ code: "approval_required", mayHaveCharged: "no" });
    expect(error.message).toContain(`kling approve ${error.planHash}`);
    const client = openJobClient(await world.openStore());
    const plan = await client.plan(error.planHash ?? "");
    if (!plan) throw new Error("the plan was not kept");
    // Those that do not count stand in nobody's way, though they are valid for longer.
    await world.drive(client.approve(plan, { approvedBy: "a program", via: "code", validMs: 1e9 }));
    await world.drive(client.approve(plan, { approvedBy: "a flag", via: "flag", validMs: 1e9 }));
    expect(await caught(call())).toMatchObject({ code: "approval_required", planHash: plan.hash });
    await world.drive(client.approve(plan, { approvedBy: "ada", via: "terminal" }));
    expect((await call()).uploadedVideos).toBe(1);
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
  });
});

describe("where only persons approve", () => {
  it("always-ask asks at an emulator, too, so that it can be tried", async () => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider({ policy: { approval: "always-ask" } });
    const call = () => world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, ...KEY }));
    const error = await caught(call());
    expect(error).toMatchObject({ code: "approval_required", mayHaveCharged: "no" });
    const client = openJobClient(await world.openStore());
    const plan = await client.plan(error.planHash ?? "");
    if (!plan) throw new Error("the plan was not kept");
    await world.drive(client.approve(plan, { approvedBy: "ada", via: "terminal" }));
    expect((await call()).uploadedVideos).toBe(1);
  });

  it("no call approves its own price", async () => {
    await using world = await createVideoWorld();
    const klingkit = await world.createProvider({ engine: { requiresApproval: true, approvals: "person" } });
    const error = await caught(world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX })));
    expect(error).toMatchObject({ code: "approval_required", mayHaveCharged: "no" });
    expect(world.faults.requests.filter((line) => line.startsWith("POST"))).toEqual([]);
  });
});

describe("a refusal of the service", () => {
  it("has the fields of the call", async () => {
    await using world = await createVideoWorld();
    const body = JSON.stringify({ code: 1301, message: "risk control", request_id: "r" });
    world.faults.setRules([{ ...CREATE, fault: { kind: "answer-before", status: 400, body } }]);
    const klingkit = await world.createProvider();
    const error = await caught(world.drive(generateVideo({ model: klingkit.video(MODEL), ...FOX, ...KEY })));
    expect(error).toMatchObject({ code: "rejected", mayHaveCharged: "no", key: "order 4711" });
    expect(error.message).toContain("risk control");
  });
});
