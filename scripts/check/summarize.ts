import type { StepResult } from "./step.ts";

/** Counts steps and the tests inside them: `N passed, N failed`, and `, N skipped` where something was. */
export function summarize(results: readonly StepResult[]): { line: string; hasFailed: boolean } {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { state, counts } of results) {
    total.passed += (counts?.passed ?? 0) + (state === "ok" ? 1 : 0);
    total.failed += (counts?.failed ?? 0) + (state === "failed" ? 1 : 0);
    total.skipped += (counts?.skipped ?? 0) + (state === "skipped" ? 1 : 0);
  }
  const skipped = total.skipped === 0 ? "" : `, ${total.skipped} skipped`;
  return { line: `${total.passed} passed, ${total.failed} failed${skipped}`, hasFailed: total.failed > 0 };
}
