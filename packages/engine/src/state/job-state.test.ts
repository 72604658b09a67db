import { expect, it } from "vitest";
import { canMove, JOB_STATES, nextStates, REST_STATES } from "./job-state.ts";

it("leads from every state to an end", () => {
  const canEnd = (state: (typeof JOB_STATES)[number], seen: readonly string[] = []): boolean =>
    REST_STATES.includes(state) ||
    nextStates(state).some((next) => !seen.includes(next) && canEnd(next, [...seen, state]));
  expect(JOB_STATES.filter((state) => !canEnd(state))).toEqual([]);
});

it("never leaves an end, except unknown, which a person resolves, and a file that is gone", () => {
  const left = REST_STATES.filter((state) => nextStates(state).length > 0);
  expect(left).toEqual(["collected", "unknown"]);
  expect(nextStates("collected")).toEqual(["succeeded"]);
  expect(nextStates("unknown")).toEqual(["running", "rejected"]);
});

it("never goes back to sending from a state in which a task exists", () => {
  for (const from of ["running", "succeeded", "collected", "failed", "expired", "unknown"] as const) {
    expect(canMove(from, "submitting")).toBe(false);
    expect(canMove(from, "approved")).toBe(false);
  }
});
