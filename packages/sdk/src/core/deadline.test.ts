import { afterEach, expect, test, vi } from "vitest";
import { startDeadline } from "./deadline.ts";

afterEach(() => vi.useRealTimers());

test.each([2 ** 31, Number.POSITIVE_INFINITY])("a deadline of %d ms does not fire at once", (timeoutMs) => {
  vi.useFakeTimers();
  const deadline = startDeadline(timeoutMs, undefined);
  vi.advanceTimersByTime(60_000);
  expect(deadline.isOver()).toBe(false);
  deadline.stop();
});

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
