import { expect, test } from "vitest";
import type { JobState } from "../store/job-state.ts";
import { mayHaveCharged } from "./may-have-charged.ts";

const of = (...states: readonly JobState[]) => mayHaveCharged(states.map((state) => ({ state })));

test("money may have been spent where a task exists, and it is unknown where a request may have arrived", () => {
  expect(of("planned", "approved", "rejected", "canceled", "failed")).toBe("no");
  expect(of("approved", "submitting")).toBe("unknown");
  expect(of("unknown")).toBe("unknown");
  expect(of("submitting", "running")).toBe("yes");
  expect(of("succeeded")).toBe("yes");
  expect(mayHaveCharged([{ state: "approved", mayBeTaken: true }])).toBe("unknown");
});

test("a failed task was charged only if the ledger says so", () => {
  expect(mayHaveCharged([{ state: "failed" }], { isFailureCharged: true })).toBe("yes");
  expect(mayHaveCharged([{ state: "failed", sums: { settled: 3 } }])).toBe("yes");
  expect(mayHaveCharged([{ state: "failed", sums: { settled: 0 } }])).toBe("no");
  expect(mayHaveCharged([{ state: "approved" }], { isFailureCharged: true })).toBe("no");
});
