import { describe, expect, it } from "vitest";
import { createEmulatorClock } from "./emulator-clock.ts";

const onError = (error: unknown) => {
  throw error;
};
const frozen = () => createEmulatorClock({ mode: "frozen", startAtMs: 1000, onError });

describe("a frozen clock", () => {
  it("stands still until it is advanced", async () => {
    const clock = frozen();
    expect(clock.nowMs()).toBe(1000);
    await clock.advance(250);
    expect([clock.nowMs(), clock.credentialNowMs()]).toEqual([1250, 1250]);
  });

  it("runs events in order, each at its own moment, with those that they schedule", async () => {
    const clock = frozen();
    const seen: string[] = [];
    const note = (name: string) => () => void seen.push(`${name}@${clock.nowMs()}`);
    clock.schedule(1300, note("c"));
    clock.schedule(1100, note("a"));
    clock.schedule(1100, async () => {
      await Promise.resolve();
      note("b")();
      clock.schedule(1200, note("later"));
    });
    clock.schedule(2001, note("not yet"));
    await clock.advance(1000);
    expect(seen).toEqual(["a@1100", "b@1100", "later@1200", "c@1300"]);
    expect(clock.nowMs()).toBe(2000);
  });

  it("forgets canceled events", async () => {
    const clock = frozen();
    const seen: string[] = [];
    const cancel = clock.schedule(1100, () => void seen.push("x"));
    cancel();
    await clock.advance(1000);
    expect(seen).toEqual([]);
  });

  it("goes on when an event throws", async () => {
    const errors: unknown[] = [];
    const clock = createEmulatorClock({
      mode: "frozen",
      startAtMs: 0,
      onError: (error) => errors.push(error),
    });
    const seen: string[] = [];
    clock.schedule(1, () => Promise.reject(new Error("broken")));
    clock.schedule(2, () => void seen.push("still"));
    await clock.advance(5);
    expect([errors.length, seen]).toEqual([1, ["still"]]);
  });

  it("sleeps in its own time, and stops when told to", async () => {
    const clock = frozen();
    const stop = new AbortController();
    const slept = clock.sleep(100);
    const stopped = clock.sleep(100, stop.signal);
    stop.abort(new Error("stop"));
    await expect(stopped).rejects.toThrow("stop");
    await clock.advance(100);
    await expect(slept).resolves.toBeUndefined();
  });

  it("keeps ten thousand events in order", async () => {
    const clock = frozen();
    const seen: number[] = [];
    for (let nth = 0; nth < 10_000; nth += 1) {
      const atMs = 1001 + ((nth * 7919) % 10_007);
      clock.schedule(atMs, () => void seen.push(atMs));
    }
    await clock.advance(20_000);
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
    expect(seen).toHaveLength(10_000);
  });

  it("refuses to go back", async () => {
    await expect(frozen().advance(-1)).rejects.toThrow(RangeError);
  });
});

describe("a running clock", () => {
  it("runs what falls due when it is moved", async () => {
    const clock = createEmulatorClock({ mode: "real", startAtMs: 1000, onError });
    const seen: string[] = [];
    clock.schedule(1000 + 3_600_000, () => void seen.push("x"));
    await clock.advance(3_600_000);
    clock.close();
    expect(seen).toEqual(["x"]);
    expect(clock.nowMs()).toBeGreaterThanOrEqual(3_601_000);
  });

  it("judges credentials by a time of its own where told to", () => {
    const clock = createEmulatorClock({
      mode: "real",
      startAtMs: 9_000_000,
      credentialStartAtMs: 1000,
      onError,
    });
    expect(clock.nowMs()).toBeGreaterThanOrEqual(9_000_000);
    expect(clock.credentialNowMs()).toBeLessThan(9_000_000);
    clock.close();
  });

  it("runs events by itself, fast when scaled", async () => {
    const clock = createEmulatorClock({ mode: { scale: 100_000 }, startAtMs: 0, onError });
    await clock.sleep(60_000);
    expect(clock.nowMs()).toBeGreaterThanOrEqual(60_000);
    expect(clock.credentialNowMs()).toBeLessThan(60_000);
    clock.close();
  });
});
