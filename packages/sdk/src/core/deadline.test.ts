import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { startDeadline } from "./deadline.ts";

test.each([2 ** 31, Number.POSITIVE_INFINITY])(
  "a deadline of %d ms does not fire at once",
  async (timeoutMs) => {
    const deadline = startDeadline(timeoutMs, undefined);
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    expect(deadline.isOver()).toBe(false);
    deadline.stop();
  },
);

test("a stopped deadline no longer follows the caller's signal", () => {
  const controller = new AbortController();
  const deadline = startDeadline(1000, controller.signal);
  deadline.stop();
  controller.abort();
  expect(deadline.signal.aborted).toBe(false);
});

test("an aborted caller is not mistaken for a time-out", () => {
  const deadline = startDeadline(1000, AbortSignal.abort(new Error("enough")));
  expect({ isAborted: deadline.signal.aborted, isOver: deadline.isOver() }).toEqual({
    isAborted: true,
    isOver: false,
  });
  deadline.stop();
});
