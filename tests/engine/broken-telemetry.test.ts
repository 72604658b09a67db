import { planOperation, sealPlan, type Telemetry } from "@klingkit/engine";
import { expect, it } from "vitest";
import { createWorld } from "./support/world.ts";

const broken = (): never => {
  throw new Error("the exporter of somebody else fails");
};

/** Works, but for what is replaced. */
const telemetryWith = (parts: Partial<Telemetry>): Telemetry => ({
  recordsPrompts: false,
  active: () => undefined,
  startSpan: () => ({ carrier: { traceparent: "" }, end: () => undefined, run: (work) => work() }),
  count: () => undefined,
  measure: () => undefined,
  flush: () => Promise.resolve(),
  ...parts,
});

const span = telemetryWith({}).startSpan({ name: "", attributes: {} });

it.each<readonly [string, Partial<Telemetry>]>([
  ["a span that does not begin", { startSpan: broken }],
  ["a span that does not end", { startSpan: () => ({ ...span, end: broken }) }],
  ["a span that fails before its work", { startSpan: () => ({ ...span, run: broken }) }],
  [
    "a span that fails after its work",
    {
      startSpan: () => ({
        ...span,
        run: (work) => {
          work();
          return broken();
        },
      }),
    },
  ],
  ["no meter", { measure: broken, count: broken }],
  ["no active span", { active: broken }],
])("what cannot be looked up again is bought once and kept, with %s", async (_, parts) => {
  await using world = await createWorld();
  const heard: unknown[] = [];
  const engine = await world.openEngine({
    telemetry: telemetryWith(parts),
    onError: (error) => heard.push(error),
  });
  // Speech has no key: a response that is lost is lost for good.
  const speech = {
    name: "hello",
    index: 1,
    operation: "v1/audio/tts",
    body: { text: "Hello", voice_id: "oversea_male1", voice_language: "en" },
  };
  const job = await planOperation(speech, { loadImage: () => Promise.reject(new Error("no image")) });
  const made = await world.clock.drive(engine.enqueue(sealPlan("speech", [job])));
  expect(made).toMatchObject({ kind: "accepted" });
  expect((await world.run(engine)).counts).toEqual({ collected: 1 });
  expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
  expect(heard).not.toEqual([]);
});
