import { afterEach, beforeEach } from "vitest";

const METHODS = ["debug", "error", "info", "log", "warn"] as const;
const originals = { ...console };
let unexpected: string[] = [];

// A library that prints is a bug, and a test that prints hides one. A test that expects output says so with
// vi.spyOn(console, "warn").mockImplementation(…). Plain assignment here, so that restoring mocks keeps the guard.
beforeEach(() => {
  unexpected = [];
  for (const method of METHODS) {
    console[method] = (...values: unknown[]) => {
      unexpected.push(`console.${method}(${values.map(String).join(", ")})`);
    };
  }
});

afterEach(() => {
  for (const method of METHODS) console[method] = originals[method];
  if (unexpected.length > 0) throw new Error(`Unexpected output: ${unexpected.join("; ")}`);
});
