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

test("holds work that is given up in the middle of its first step", async () => {
  const controller = new AbortController();
  const deadline = startDeadline(1000, controller.signal);
  const work = () => {
    controller.abort(new Error("enough"));
    return new Promise(() => {});
  };
  await expect(deadline.hold(work)).rejects.toThrow("enough");
  deadline.stop();
});

test("does not begin work whose caller has aborted", async () => {
  const deadline = startDeadline(1000, AbortSignal.abort(new Error("enough")));
  const work = vi.fn(() => Promise.resolve());
  await expect(deadline.hold(work)).rejects.toThrow("enough");
  expect(work).not.toHaveBeenCalled();
  deadline.stop();
});

test("rejects with what the signal says, and with nothing that comes later", async () => {
  vi.useFakeTimers();
  const deadline = startDeadline(1000, undefined);
  const held = deadline.hold(
    () => new Promise((_, reject) => setTimeout(() => reject(new Error("reset")), 2000)),
  );
  const caught = held.catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(3000);
  expect(await caught).toBe(deadline.signal.reason);
  expect(deadline.isOver()).toBe(true);
  deadline.stop();
});
