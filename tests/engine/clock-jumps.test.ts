import type { Clock } from "klingkit";
import { describe, expect, it } from "vitest";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

const HOUR_MS = 3_600_000;

/** The engine's clock, which somebody sets while the service's goes on. */
function settableClock({ clock }: World): Clock & { jump(ms: number): void } {
  let offsetMs = 0;
  return {
    nowMs: () => clock.nowMs() + offsetMs,
    sleep: clock.sleep,
    jump(ms) {
      offsetMs += ms;
    },
  };
}

const LOST_ANSWER = {
  method: "POST",
  path: /^\/text-to-video\//,
  fault: { kind: "reset-after" },
  times: 1,
} as const;

describe.each([
  ["an hour ahead", HOUR_MS],
  ["a day ahead", 24 * HOUR_MS],
  ["40 days ahead", 40 * 24 * HOUR_MS],
  ["an hour back", -HOUR_MS],
])("a clock that jumps %s", (_, jumpMs) => {
  it.each([
    ["before the create leaves", "approved", 0, []],
    ["while the outcome of a create is open", "submitting", 1000, [LOST_ANSWER]],
    ["while the task runs", "running", 20_000, []],
  ] as const)("%s buys the video once", async (_, state, passMs, rules) => {
    // A new task is not shown at once, so that a wrong clock could take it for absent.
    await using world = await createWorld({ emulator: { switches: { visibilityDelayMs: 29_000 } } });
    const clock = settableClock(world);
    const engine = await world.openEngine({ clock, collector: noFiles });
    world.faults.setRules(rules);
    await world.clock.drive(engine.enqueue(await planOf(1)));
    const running = passMs > 0 ? engine.run() : undefined;
    await world.clock.pass(passMs);
    expect((await engine.jobs())[0]?.state).toBe(state);
    clock.jump(jumpMs);
    await world.clock.drive(running ?? engine.run());
    expect((await engine.jobs())[0]?.state).toBe("collected");
    expect(world.journal()).toMatchObject({ accepted: 1, billed: 1 });
    expect(world.faults.requests.filter((line) => line.startsWith("POST /text")).length).toBeLessThanOrEqual(
      2,
    );
    expect((await engine.budget()).total).toMatchObject({ settled: 1.5, held: 0 });
  });
});
