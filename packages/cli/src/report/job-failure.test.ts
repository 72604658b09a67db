import type { JobHistory } from "@klingkit/engine";
import { expect, test } from "vitest";
import { failureOf } from "./job-failure.ts";

/** A job that failed at its service, with what its card needs. */
const failed = (account: string, more: Partial<JobHistory> = {}) =>
  // The rest of its history is not read.
  ({
    id: "j1",
    state: "failed",
    account,
    routeId: "v1/text2video:kling-v3",
    unit: "video",
    sums: { settled: 0, held: 0, reserved: 0 },
    error: { message: "Blocked." },
    ...more,
  }) as unknown as JobHistory;

test.each([
  ["of a key", failed("acme"), undefined, "kling jobs retry j1"],
  ["of a store that was named", failed("acme"), "my.sqlite", "kling jobs retry j1 --store my.sqlite"],
  [
    "of --emulated, which must not buy at the service",
    failed("emulated"),
    undefined,
    "kling jobs retry j1 --emulated",
  ],
  [
    "that a limit stopped, which holds only with its policy",
    failed("acme", { state: "approved", waitsFor: "budget", error: { message: "The day limit." } }),
    undefined,
    "kling resume --policy FILE",
  ],
  [
    "whose link leads to another host",
    failed("acme", {
      state: "succeeded",
      waitsFor: "link",
      error: { message: "Refused.", host: "cdn.example.com" },
    }),
    "my.sqlite",
    "kling resume --store my.sqlite --allow-host cdn.example.com",
  ],
])("the command on the card of a job %s leads to its place", (_, history, store, command) => {
  expect(failureOf(history, 0, { store })?.steps).toEqual([{ command }]);
});

test("offers no retry of a task that another tool made: it would be refused", () => {
  const failure = failureOf(failed("acme", { routeId: "adopted:text2video" }), 0);
  expect(failure?.steps).toEqual([{ text: expect.stringContaining("Another tool made its task") }]);
  expect(failure).not.toHaveProperty("batchRetry");
});
