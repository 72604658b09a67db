import {
  createCollector,
  createHiggsfieldProvider,
  createKlingProvider,
  type EngineOptions,
  makePlan,
  openJobClient,
} from "@klingkit/engine";
import { createKling } from "klingkit";
import { createHiggsfield } from "klingkit/higgsfield";
import { expect, it } from "vitest";
import { createWorld, planOf } from "./support/world.ts";

/** What a caller without types may pass. */
const untyped = (value: unknown): never => value as never;

const refusal = (name: string, meant: string) =>
  expect.objectContaining({
    name: "ConfigError",
    option: name,
    message: expect.stringContaining(`Did you mean ${meant}? Nothing was sent.`),
  });

it("refuses misspelt options of a purchase, and nothing is approved, made or sent", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine();
  const plan = await planOf(2);
  const misspelt: readonly (readonly [() => Promise<unknown>, string, string])[] = [
    [() => engine.approve(plan, untyped({ approvedBy: "me", maxCreate: 0 })), "maxCreate", "maxCreates"],
    [() => engine.approve(plan, untyped({ approvedBy: "me", maxUnit: 0 })), "maxUnit", "maxUnits"],
    [() => engine.enqueue(plan, untyped({ continue: true })), "continue", "continues"],
    [() => engine.enqueue(plan, untyped({ approvalID: "a1" })), "approvalID", "approvalId"],
    [
      () => engine.enqueue(plan, { grant: untyped({ approvedBy: "me", maxCreate: 0 }) }),
      "maxCreate",
      "maxCreates",
    ],
    [() => engine.preview(plan, untyped({ agian: true })), "agian", "again"],
    [() => engine.retry("j1", untyped({ approvalID: "a1" })), "approvalID", "approvalId"],
    [() => engine.retryAll(["j1"], untyped({ approvalID: "a1" })), "approvalID", "approvalId"],
    [() => engine.run(untyped({ batchID: "b1" })), "batchID", "batchId"],
    [() => engine.resume(untyped({ batchID: "b1" })), "batchID", "batchId"],
    [() => engine.adoptForeign(untyped({ taskId: "1", servce: "higgsfield" })), "servce", "service"],
  ];
  for (const [call, name, meant] of misspelt) await expect(call()).rejects.toEqual(refusal(name, meant));
  expect((await engine.summary()).counts).toEqual({});
  expect(await openJobClient(await world.openStore()).allApprovals({ limit: 1 })).toEqual([]);
  expect(world.journal().creates).toBe(0);
});

it("refuses misspelt filters: all would be listed, or summed up", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine();
  const jobClient = openJobClient(await world.openStore());
  const misspelt: readonly (readonly [() => Promise<unknown>, string, string])[] = [
    [() => engine.jobs(untyped({ batchID: "b1" })), "batchID", "batchId"],
    [() => engine.ledger(untyped({ purpse: "x" })), "purpse", "purpose"],
    [
      () =>
        engine
          .events(untyped({ jobID: "j1" }))
          [Symbol.asyncIterator]()
          .next(),
      "jobID",
      "jobId",
    ],
    [() => jobClient.jobs(untyped({ state: ["failed"] })), "state", "states"],
    [() => jobClient.jobNames(untyped({ batchID: "b1" })), "batchID", "batchId"],
    [() => jobClient.batches(untyped({ purpse: "x" })), "purpse", "purpose"],
    [() => jobClient.sums(untyped({ batchID: "b1" })), "batchID", "batchId"],
    [() => jobClient.ledger(untyped({ jobID: "j1" })), "jobID", "jobId"],
    [() => jobClient.charges(untyped({ provider: "kling", acount: "a" })), "acount", "account"],
    [() => jobClient.jobsSpending(untyped({ batchID: "b1" })), "batchID", "batchId"],
    [() => jobClient.purposeSpending(untyped({ purpse: "x" })), "purpse", "purpose"],
  ];
  for (const [call, name, meant] of misspelt)
    await expect(Promise.resolve().then(call)).rejects.toEqual(refusal(name, meant));
});

it("refuses misspelt options of what an engine is made of, limits within them, too", async () => {
  await using world = await createWorld();
  const store = await world.openStore();
  const kling = createKling({ apiKey: "api-key-kling-test", baseUrl: "http://127.0.0.1:9" });
  const higgsfield = createHiggsfield({ credentials: "id:secret", baseUrl: "http://127.0.0.1:9" });
  const { createEngine } = await import("@klingkit/engine");
  const provider = createKlingProvider({ kling, hasApiKey: true });
  const engineWith = (options: object) => () =>
    createEngine({
      store,
      providers: [provider],
      loadImage: () => Promise.reject(new Error("no image")),
      outputDir: ".",
      ...options,
    } as EngineOptions);
  const misspelt: readonly (readonly [() => unknown, string, string])[] = [
    [engineWith({ requireApproval: true }), "requireApproval", "requiresApproval"],
    [engineWith({ limits: { unitPerDay: 5 } }), "unitPerDay", "unitsPerDay"],
    [engineWith({ limits: { perUnit: { image: { unitPerDay: 5 } } } }), "unitPerDay", "unitsPerDay"],
    [engineWith({ policy: { createPerRun: 1 } }), "createPerRun", "createsPerRun"],
    [engineWith({ slots: { quotas: 1 } }), "quotas", "quota"],
    [engineWith({ timing: { poolMs: 1 } }), "poolMs", "pollMs"],
    [engineWith({ width: { download: 1 } }), "download", "downloads"],
    [() => createKlingProvider(untyped({ kling, timescale: 2 })), "timescale", "timeScale"],
    [() => createHiggsfieldProvider(untyped({ higgsfield, timescale: 2 })), "timescale", "timeScale"],
    [() => createCollector(untyped({ allowedOrigin: [] })), "allowedOrigin", "allowedOrigins"],
    [() => openJobClient(store, untyped({ clok: 1 })), "clok", "clock"],
  ];
  for (const [call, name, meant] of misspelt)
    await expect(Promise.resolve().then(call)).rejects.toEqual(refusal(name, meant));
});

it("refuses a time scale that is none", () => {
  const kling = createKling({ apiKey: "api-key-kling-test", baseUrl: "http://127.0.0.1:9" });
  const higgsfield = createHiggsfield({ credentials: "id:secret", baseUrl: "http://127.0.0.1:9" });
  for (const timeScale of [-2, 0, Number.NaN, untyped("2")])
    for (const make of [
      () => createKlingProvider({ kling, hasApiKey: true, timeScale }),
      () => createHiggsfieldProvider({ higgsfield, timeScale }),
    ])
      expect(make).toThrow(expect.objectContaining({ name: "ConfigError", option: "timeScale" }));
});

it("refuses a misspelt choice of the cheapest service, which would plan a dearer one", async () => {
  const loadImage = () => Promise.reject(new Error("no image"));
  const plan = makePlan({ requests: [{ prompt: "A fox." }] }, { loadImage }, {}, untyped({ cheapest: true }));
  await expect(plan).rejects.toMatchObject({ name: "ConfigError", option: "cheapest" });
});

it("names what is missing where a plan, a grant or an ID was forgotten", async () => {
  await using world = await createWorld();
  const engine = await world.openEngine();
  await expect(engine.approve(await planOf(1), untyped(undefined))).rejects.toThrow(
    "engine.approve takes its options as an object, such as engine.approve({ approvedBy }). Nothing was sent.",
  );
  await expect(engine.approve(untyped(undefined), { approvedBy: "me" })).rejects.toThrow(
    "engine.approve needs an object as plan: engine.approve(plan, grant). Nothing was sent.",
  );
  await expect(engine.retry(untyped(undefined))).rejects.toThrow(
    "engine.retry needs a text as id: engine.retry(id, options). Nothing was sent.",
  );
  await expect(engine.run(untyped("b1"))).rejects.toThrow("engine.run takes its options as an object");
});
