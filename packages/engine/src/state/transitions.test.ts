import { expect, it } from "vitest";
import { JOB_STATES } from "../store/job-state.ts";
import { canMove, LATE_STATES, nextStates, REST_STATES } from "./transitions.ts";

it("leads from every state to an end", () => {
  const canEnd = (state: (typeof JOB_STATES)[number], seen: readonly string[] = []): boolean =>
    REST_STATES.includes(state) ||
    nextStates(state).some((next) => !seen.includes(next) && canEnd(next, [...seen, state]));
  expect(JOB_STATES.filter((state) => !canEnd(state))).toEqual([]);
});

it("leaves an end only where a person resolves it, a task is found late, or a file is gone", () => {
  const left = REST_STATES.filter((state) => nextStates(state).length > 0);
  expect(left.toSorted()).toEqual(["collected", ...LATE_STATES].toSorted());
  expect(nextStates("collected")).toEqual(["succeeded", "expired"]);
  expect(nextStates("canceled")).toEqual(["running"]);
  expect(nextStates("rejected")).toEqual(["running"]);
  expect(nextStates("unknown")).toEqual(["running", "rejected"]);
});

it("never goes back to sending from a state in which a task exists", () => {
  for (const from of ["running", "succeeded", "collected", "failed", "expired", "unknown"] as const) {
    expect(canMove(from, "submitting")).toBe(false);
    expect(canMove(from, "approved")).toBe(false);
  }
});
