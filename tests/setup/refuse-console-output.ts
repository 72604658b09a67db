import { afterEach, beforeEach, vi } from "vitest";

const METHODS = ["debug", "error", "info", "log", "warn"] as const;
let unexpected: string[] = [];

// A library that prints is a bug, and a printing test hides one. A test that expects output installs its own
// vi.spyOn(console, …).mockImplementation(…), which replaces this one until it is restored.
beforeEach(() => {
  unexpected = [];
  for (const method of METHODS) {
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      unexpected.push(`console.${method}(${values.map(String).join(", ")})`);
    });
  }
});

afterEach(() => {
  for (const method of METHODS) vi.mocked(console[method]).mockRestore?.();
  if (unexpected.length > 0) throw new Error(`Unexpected output: ${unexpected.join("; ")}`);
});
