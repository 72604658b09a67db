import type { Store } from "@klingkit/engine";
import { createTelemetry, observeStore, type StoreObservation } from "@klingkit/engine/telemetry";
import { expect, it } from "vitest";
import { createMetricRecorder } from "./support/metric-recorder.ts";
import { createWorld, noFiles, planOf } from "./support/world.ts";

function createRecorder() {
  const { meterProvider, collect } = createMetricRecorder();
  return {
    meterProvider,
    /** Values by name of the metric; attributes without those that are the same everywhere. */
    async collect(): Promise<Readonly<Record<string, readonly string[]>>> {
      return Object.fromEntries(
        (await collect()).map(({ descriptor, dataPoints }) => [
          descriptor.name,
          dataPoints.map(({ attributes, value }) => {
            const { "gen_ai.provider.name": _, "klingkit.account": __, ...own } = attributes;
            const counted =
              typeof value === "object" && value !== null && "count" in value ? value.count : value;
            return `${Object.values(own).join(" ")} ${String(counted)}`.trim();
          }),
        ]),
      );
    },
  };
}

const observe = (store: Store, options: StoreObservation) => observeStore(store, options);

it("reports slots, queue, jobs and units of a store as they are", async () => {
  await using world = await createWorld();
  const { meterProvider, collect } = createRecorder();
  const engine = await world.openEngine({ collector: noFiles, slots: { quota: 2 } });
  const store = await world.openStore();
  const end = observe(store, { meterProvider, clock: world.clock });
  await world.clock.drive(engine.enqueue(await planOf(3)));
  await world.clock.drive(engine.run({ until: "accepted", timeoutMs: 1000 }));
  const during = await world.clock.drive(collect());
  expect(during).toMatchObject({
    "klingkit.slots.used": ["kling-2.5-turbo/video 2"],
    "klingkit.slots.limit": ["kling-2.5-turbo/video 2"],
    "klingkit.units": ["video held 3", "video settled 0"],
  });
  const filled = (counts: readonly string[] = []) => counts.filter((text) => !text.endsWith(" 0"));
  expect(filled(during["klingkit.jobs"])).toEqual(["approved 1", "running 2"]);
  const [age = ""] = during["klingkit.queue.age"] ?? [];
  expect(Number(age.split(" ").at(-1))).toBeGreaterThan(0);
  await world.run(engine);
  const after = await world.clock.drive(collect());
  expect(filled(after["klingkit.jobs"])).toEqual(["collected 3"]);
  expect(after).toMatchObject({
    "klingkit.slots.used": ["kling-2.5-turbo/video 0"],
    "klingkit.queue.age": ["kling-2.5-turbo/video 0"],
    "klingkit.units": ["video held 0", "video settled 4.5"],
  });
  end();
  await world.clock.drive(engine.enqueue(await planOf(1)));
  expect(filled((await collect())["klingkit.jobs"])).toEqual(["collected 3"]);
});

it("counts refusals by the code of the service, and how long requests and tasks take", async () => {
  await using world = await createWorld();
  const { meterProvider, collect } = createRecorder();
  const telemetry = createTelemetry({ meterProvider });
  const engine = await world.openEngine({ collector: noFiles, telemetry });
  const body = JSON.stringify({
    code: 1303,
    message: "parallel task over resource pack limit",
    request_id: "r",
  });
  const fault = { kind: "answer-before", status: 429, body } as const;
  world.faults.setRules([{ method: "POST", path: /./, fault, times: 2 }]);
  await world.clock.drive(engine.enqueue(await planOf(1)));
  await world.run(engine);
  const seen = await collect();
  expect(seen["klingkit.refusals"]).toEqual([expect.stringMatching(/1303 2$/)]);
  expect(seen["klingkit.task.duration"]).toEqual([expect.stringMatching(/succeeded 1$/)]);
  expect(seen["gen_ai.client.inference.duration"]?.map((text) => text.slice(-1))).toEqual(["2", "1"]);
});
