import { describe, expect, it } from "vitest";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

const creates = ({ faults }: World): number =>
  faults.requests.filter((line) => line.startsWith("POST /text-to-video")).length;

async function takeSlot({ emulator, apiKey }: World, prompt: string): Promise<number> {
  const response = await emulator.fetch(
    new Request(`${emulator.baseUrl}/text-to-video/kling-2.5-turbo`, {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({ prompt }),
    }),
  );
  return response.status;
}

describe("an account that another client fills at the start", () => {
  it("is not taken for smaller than it is: creates of ours that wait for their answer prove nothing", async () => {
    await using world = await createWorld({ emulator: { concurrency: 1 } });
    const engine = await world.openEngine({ collector: noFiles, slots: {} });
    await takeSlot(world, "foreign");
    await world.clock.drive(engine.enqueue(await planOf(4)));
    const running = engine.run();
    await world.clock.pass(10_000);
    const [foreign] = world.emulator.control.tasks();
    const endsAtMs = foreign?.plan.endAtMs ?? 0;
    expect((await engine.summary()).counts).toEqual({ approved: 4 });
    await world.clock.pass(endsAtMs - world.clock.nowMs() + 13_000);
    expect(world.journal().accepted).toBe(2);
    await world.clock.drive(running);
    expect(world.journal()).toMatchObject({ accepted: 5, billed: 5 });
  });

  it("is tried soon after it was full for hours, and not often meanwhile", async () => {
    await using world = await createWorld({ emulator: { concurrency: 1 } });
    const engine = await world.openEngine({ collector: noFiles, slots: {} });
    await world.clock.drive(engine.enqueue(await planOf(2)));
    world.faults.setRules([
      {
        method: "POST",
        path: /./,
        fault: {
          kind: "answer-before",
          status: 429,
          body: JSON.stringify({ code: 1303, message: "parallel task over resource pack limit" }),
        },
      },
    ]);
    const running = engine.run();
    await world.clock.pass(3_600_000);
    expect(creates(world)).toBeLessThanOrEqual(100);
    world.faults.setRules([]);
    await world.clock.pass(61_000);
    expect(world.journal().accepted).toBe(1);
    expect((await engine.ledger()).length).toBeLessThanOrEqual(3);
    await world.clock.drive(running);
  });

  it("is reported with the moment of the next try", async () => {
    await using world = await createWorld({ emulator: { concurrency: 1 } });
    const engine = await world.openEngine({ collector: noFiles, slots: {} });
    await takeSlot(world, "foreign");
    await world.clock.drive(engine.enqueue(await planOf(2)));
    engine.start();
    await world.clock.pass(1000);
    const kinds: unknown[] = [];
    for await (const { kind, data } of engine.events()) if (kind === "pool-waits") kinds.push(data);
    expect(kinds).toMatchObject([{ why: "slots", pool: "kling-2.5-turbo/video" }]);
    await world.clock.drive(engine.stop());
  });
});

it.each([
  ["ahead", 600_000],
  ["behind", -600_000],
])(
  "detects the account's size with few refusals when the service's clock is ten minutes %s",
  async (_, ms) => {
    await using world = await createWorld({ emulator: { concurrency: 2 } });
    const engine = await world.openEngine({ collector: noFiles, slots: {} });
    await world.clock.drive(engine.enqueue(await planOf(30)));
    world.faults.rewrite((text) =>
      text.replaceAll(
        /("(?:create|update)_time":\s*)(\d+)/g,
        (_match, name, at) => `${name}${Number(at) + ms}`,
      ),
    );
    await world.run(engine);
    expect(world.journal()).toMatchObject({ accepted: 30, billed: 30 });
    expect(creates(world) - 30).toBeLessThanOrEqual(10);
  },
);

it("finds the slots that another client gives back within seconds, once it has had them", async () => {
  await using world = await createWorld({ emulator: { concurrency: 4 } });
  const engine = await world.openEngine({ collector: noFiles, slots: {} });
  await world.clock.drive(engine.enqueue(await planOf(24)));
  const running = engine.run();
  await world.clock.pass(30_000);
  const own = world.emulator.control.tasks();
  expect(own).toHaveLength(4);
  // Whenever a task of ours ends, the other client is there first.
  let foreign = 0;
  while (foreign < 2) {
    await world.emulator.control.advance(100);
    if ((await takeSlot(world, `foreign ${foreign}`)) === 200) foreign += 1;
  }
  const tasks = () => world.emulator.control.tasks();
  const theirs = tasks().filter(({ externalTaskId }) => !externalTaskId);
  const goneAtMs = Math.max(...theirs.map(({ plan }) => plan.endAtMs));
  await world.clock.pass(goneAtMs - world.clock.nowMs() + 30_000);
  const inFlight = tasks().filter(({ status }) => status === "submitted" || status === "processing").length;
  expect(inFlight).toBe(4);
  await world.clock.drive(running);
});
