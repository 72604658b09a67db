import { createClipRenderer } from "@klingkit/emulator";
import {
  createFrameSource,
  type Engine,
  findFrameDecoder,
  findStaleness,
  formatPlan,
  lastFrame,
  makePlan,
  type Plan,
  type Provider,
  parseBatch,
  readPlan,
  type Submission,
  type TaskView,
} from "@klingkit/engine";
import { MEDIA_RULES } from "@klingkit/spec";
import { loadImage } from "klingkit/node";
import { expect, it } from "vitest";
import { createWorld, type World } from "./support/world.ts";

const load = (input: string) => loadImage(input, MEDIA_RULES.legacyImage, {});
const planOf = (source: string): Promise<Plan> =>
  makePlan(parseBatch(source), { isLocalService: true, loadImage: load });

/** An image, a video of it, and the same with sound; the children stand before their parents. */
const CHAIN = `
purpose: chain
requests:
  - name: sound
    operation: video add-sound
    body: { video_id: { from: video } }
  - name: video
    model: kling-v3
    prompt: The fox turns its head
    firstFrame: { from: still, result: 2 }
  - name: still
    operation: image create
    body: { prompt: a fox in the snow, n: 2 }
`;

/** Keeps what is sent. */
function listenTo(provider: Provider): { readonly provider: Provider; readonly sent: readonly Submission[] } {
  const sent: Submission[] = [];
  const submit: Provider["submit"] = (submission, context) => {
    sent.push(submission);
    return provider.submit(submission, context);
  };
  return { provider: { ...provider, submit }, sent };
}

async function openChain(world: World, source = CHAIN) {
  const { provider, sent } = listenTo(world.createProvider());
  const engine = await world.openEngine({ provider, loadImage: load });
  const plan = await planOf(source);
  return { engine, sent, plan };
}

/** The task of a job, as a read shows it. */
async function taskOf(world: World, engine: Engine, name: string): Promise<TaskView> {
  const { routeId, externalId = "", taskId } = await jobOf(engine, name);
  const ref = { routeId, externalId, ...(taskId === undefined ? {} : { taskId }) };
  const [answer] = await world.clock.drive(world.createProvider().read([ref], { timeoutMs: 1000 }));
  if (answer?.kind !== "found") throw new Error(`no task of ${name}`);
  return answer.task;
}

/** The newest job of a name. */
async function jobOf(engine: Engine, name: string) {
  const job = (await engine.jobs()).find((one) => one.name === name);
  if (!job) throw new Error(`no job ${name}`);
  return job;
}

const statesOf = async (engine: Engine) =>
  Object.fromEntries((await engine.jobs()).map(({ name, state }) => [name, state]));

it("makes each job of a chain with the results of the one before, whatever their order in the file", async () => {
  await using world = await createWorld();
  const { engine, sent, plan } = await openChain(world);
  await world.clock.drive(engine.enqueue(plan));
  const waits = (await engine.jobs()).map(({ name, waitsFor }) => `${name} ${waitsFor ?? "runs"}`);
  expect(waits.toSorted()).toEqual(["sound parent", "still runs", "video parent"]);
  expect((await world.run(engine)).counts).toEqual({ collected: 3 });
  expect(world.errors).toEqual([]);
  expect(world.journal()).toMatchObject({ creates: 3, billed: 3, refused: 0 });
  expect(sent.map(({ body }) => body)).toMatchObject([
    { prompt: "a fox in the snow" },
    { image: (await taskOf(world, engine, "still")).files?.[1]?.url },
    { video_id: (await taskOf(world, engine, "video")).resultId },
  ]);
});

it("holds a saved plan of a chain for what it is", async () => {
  const plan = await planOf(CHAIN);
  const read = readPlan(formatPlan(plan));
  expect(read).toEqual(plan);
  expect(await findStaleness(read, { isLocalService: true, loadImage: load })).toEqual([]);
});

const FAIL_STILLS: Parameters<World["emulator"]["control"]["setFaults"]>[0] = [
  {
    match: { path: "/v1/images/generations" },
    action: { type: "fail-task", message: "the service failed" },
  },
];

it("cancels what takes a result of a job that failed, and buys nothing for it", async () => {
  await using world = await createWorld();
  const { engine, plan } = await openChain(world);
  world.emulator.control.setFaults(FAIL_STILLS);
  await world.clock.drive(engine.enqueue(plan));
  expect((await world.run(engine)).counts).toEqual({ failed: 1, canceled: 2 });
  expect(world.journal()).toMatchObject({ creates: 1 });
  const { id } = await jobOf(engine, "sound");
  const { error, ledger, events } = await engine.job(id);
  expect(error).toMatchObject({ code: "parent_failed", message: expect.stringContaining("video") });
  expect(ledger).toEqual([]);
  expect(events.at(-1)).toMatchObject({
    kind: "job-canceled",
    data: { parentId: (await jobOf(engine, "video")).id },
  });
});

it("takes the result of the job that was retried", async () => {
  await using world = await createWorld();
  const { engine, sent, plan } = await openChain(world);
  world.emulator.control.setFaults(FAIL_STILLS);
  await world.clock.drive(engine.enqueue(plan));
  await world.run(engine);
  world.emulator.control.setFaults([]);
  const [still, video] = [await jobOf(engine, "still"), await jobOf(engine, "video")];
  await expect(engine.retryPlan(video.id)).rejects.toMatchObject({
    code: "retry_refused",
    message: expect.stringContaining(still.id),
  });
  for (const name of ["still", "video", "sound"]) {
    const { id } = await jobOf(engine, name);
    expect(await world.clock.drive(engine.retry(id))).toMatchObject({ kind: "accepted" });
  }
  expect((await world.run(engine)).counts).toEqual({ failed: 1, canceled: 2, collected: 3 });
  expect(sent.map(({ body }) => body).slice(1)).toMatchObject([
    {},
    { image: (await taskOf(world, engine, "still")).files?.[1]?.url },
    { video_id: (await taskOf(world, engine, "video")).resultId },
  ]);
});

it("buys only what is new when a chain is continued, with the results that are there", async () => {
  await using world = await createWorld();
  const { engine, sent, plan } = await openChain(world);
  const first = await world.clock.drive(engine.enqueue(plan, { continues: true }));
  await world.run(engine);
  expect(await world.clock.drive(engine.enqueue(plan, { continues: true }))).toMatchObject({
    isContinued: true,
  });
  const changed = await planOf(CHAIN.replace("turns its head", "runs away"));
  const again = await world.clock.drive(engine.enqueue(changed, { continues: true }));
  if (first.kind !== "accepted" || again.kind !== "accepted") throw new Error("refused");
  const at = plan.jobs.findIndex(({ name }) => name === "still");
  expect(again.earlierJobIds).toEqual([first.jobIds[at]]);
  expect((await world.run(engine)).counts).toEqual({ collected: 5 });
  expect(sent.map(({ body }) => body).slice(3)).toMatchObject([
    { prompt: "The fox runs away", image: (await taskOf(world, engine, "still")).files?.[1]?.url },
    { video_id: (await taskOf(world, engine, "video")).resultId },
  ]);
});

it("waits for a parent whose purchase is in doubt", async () => {
  await using world = await createWorld();
  const { engine, plan } = await openChain(world);
  world.faults.setRules([{ method: "POST", path: /generations/, fault: { kind: "reset-after" }, times: 1 }]);
  await world.clock.drive(engine.enqueue(plan));
  expect((await world.run(engine)).counts).toEqual({ collected: 3 });
  expect(world.journal()).toMatchObject({ accepted: 3, billed: 3 });
});

it("reads the result of an earlier job again that one read does not find", async () => {
  await using world = await createWorld();
  const { provider, sent } = listenTo(world.createProvider());
  let absent = 0;
  const read: Provider["read"] = async (refs, context) => {
    if (absent === 0) return provider.read(refs, context);
    absent -= 1;
    return refs.map(() => ({ kind: "absent" }));
  };
  const engine = await world.openEngine({ provider: { ...provider, read }, loadImage: load });
  const still = CHAIN.slice(CHAIN.indexOf("  - name: still"));
  await world.clock.drive(
    engine.enqueue(await planOf(`purpose: chain\nrequests:\n${still}`), { continues: true }),
  );
  await world.run(engine);
  // The links of its task are no longer known: who needs one reads the task.
  absent = 2;
  await world.clock.drive(engine.enqueue(await planOf(CHAIN), { continues: true }));
  expect((await world.run(engine)).counts).toEqual({ collected: 3 });
  expect(absent).toBe(0);
  expect(world.journal()).toMatchObject({ creates: 3, billed: 3 });
  expect(sent[1]?.body).toMatchObject({ image: (await taskOf(world, engine, "still")).files?.[1]?.url });
});

it("finds children that their parent did not know of", async () => {
  await using world = await createWorld();
  const { engine, plan } = await openChain(world);
  await world.clock.drive(engine.enqueue(plan));
  await world.stores[0]?.write((db) => db.updateTable("job").set({ is_needed: 0 }).execute());
  expect((await world.run(engine)).counts).toEqual({ collected: 3 });
  await world.clock.drive(engine.enqueue(await planOf(CHAIN.replace("a fox in", "a hare in"))));
  await world.stores[0]?.write((db) => db.updateTable("job").set({ is_needed: 0 }).execute());
  world.emulator.control.setFaults(FAIL_STILLS);
  expect((await world.run(engine)).counts).toEqual({ collected: 3, failed: 1, canceled: 2 });
});

it("cancels the children of a job that a person cancels", async () => {
  await using world = await createWorld();
  const { engine, plan } = await openChain(world);
  await world.clock.drive(engine.enqueue(plan));
  expect(await engine.cancel((await jobOf(engine, "still")).id)).toEqual({ kind: "done" });
  expect(await statesOf(engine)).toEqual({ still: "canceled", video: "canceled", sound: "canceled" });
});

const FRAMES = `
requests:
  - { name: one, model: kling-v3, prompt: A fox wakes up }
  - { name: two, model: kling-v3, prompt: It walks away, firstFrame: { lastFrameOf: one } }
  - { name: three, service: higgsfield, model: kling-2.6, prompt: It is gone, firstFrame: { lastFrameOf: two } }
`;
/** As small as images may be. */
const CLIP = {
  widthPx: 480,
  heightPx: 320,
  durationSeconds: 1,
  hasAudio: false,
  seed: "chain",
  caption: { prompt: "a fox", model: "kling", taskId: "0" },
};
const frames = createFrameSource();
const decoder = await findFrameDecoder();
const whether = decoder === undefined ? " (skipped: no ffmpeg on this machine)" : "";

it.skipIf(decoder === undefined)(
  `begins a video with the last frame of another, also at another service${whether}`,
  async () => {
    const bytes = await createClipRenderer().renderVideo(CLIP);
    await using world = await createWorld({ emulator: { renderer: { renderVideo: async () => bytes } } });
    const { provider, sent } = listenTo(world.createProvider());
    const second = listenTo(world.createSecondProvider());
    const engine = await world.openEngine({
      providers: [provider, second.provider],
      loadImage: (input) => world.clock.during(load(input)),
      frames: {
        check: frames.check,
        lastFrame: (file, options) => world.clock.during(frames.lastFrame(file, options)),
      },
    });
    // The repetition under the same key must be the same create: no second upload.
    world.faults.setRules([
      { method: "POST", path: /^\/kling-video\//, fault: { kind: "reset-after" }, times: 1 },
    ]);
    await world.clock.drive(engine.enqueue(await planOf(FRAMES)));
    expect((await world.run(engine)).counts).toEqual({ collected: 3 });
    const frame = async (name: string) => Buffer.from(await lastFrame((await jobOf(engine, name)).filePath));
    expect(sent[1]?.body).toMatchObject({ image: (await frame("one")).toString("base64") });
    expect(second.sent.map(({ body }) => body)).toEqual([second.sent[0]?.body, second.sent[0]?.body]);
    expect(world.journal()).toMatchObject({ accepted: 3, replayed: 1, billed: 3 });
    const url = String(second.sent[0]?.body["image_url"]);
    const uploaded = await world.emulator.fetch(new Request(url));
    expect(Buffer.from(await uploaded.arrayBuffer())).toEqual(await frame("two"));
  },
);
