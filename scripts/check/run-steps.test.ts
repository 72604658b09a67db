import { describe, expect, it } from "vitest";
import { runSteps } from "./run-steps.ts";
import type { Step } from "./step.ts";
import { summarize } from "./summarize.ts";

const passing = (name: string, needs?: string): Step => ({
  name,
  ...(needs === undefined ? {} : { needs }),
  run: async () => ({ isOk: true, output: "hidden" }),
});
const failing = (name: string): Step => ({ name, run: async () => ({ isOk: false, output: "what broke" }) });

async function run(steps: readonly Step[]) {
  const lines: string[] = [];
  const results = await runSteps(steps, (line) => lines.push(line));
  return { results, text: lines.join("\n"), ...summarize(results) };
}

describe("the gate", () => {
  it("runs every step although one fails, and fails as a whole", async () => {
    const { line, hasFailed } = await run([failing("one"), passing("two"), passing("three")]);
    expect({ line, hasFailed }).toEqual({ line: "2 passed, 1 failed", hasFailed: true });
  });

  it("shows a step's output only when it failed", async () => {
    const { text } = await run([failing("one"), passing("two")]);
    expect(text).toContain("what broke");
    expect(text).not.toContain("hidden");
  });

  it("counts a step that throws as failed and shows why", async () => {
    const { text, line } = await run([{ name: "one", run: () => Promise.reject(new Error("no such tool")) }]);
    expect(text).toContain("no such tool");
    expect(line).toBe("0 passed, 1 failed");
  });

  it("skips what needs a failed step", async () => {
    const { line } = await run([failing("build"), passing("sizes", "build")]);
    expect(line).toBe("0 passed, 1 failed, 1 skipped");
  });

  it("still runs what only comes after a failed step", async () => {
    const { line } = await run([failing("build"), { ...passing("tests"), after: "build" }]);
    expect(line).toBe("1 passed, 1 failed");
  });

  it("starts a step only after the one that it needs", async () => {
    const order: string[] = [];
    const noted = (name: string, needs?: string): Step => ({
      name,
      ...(needs === undefined ? {} : { needs }),
      run: async () => {
        order.push(`${name} starts`);
        await Promise.resolve();
        order.push(`${name} ends`);
        return { isOk: true, output: "" };
      },
    });
    await run([noted("late", "build"), noted("build")]);
    expect(order).toEqual(["build starts", "build ends", "late starts", "late ends"]);
  });

  it("adds the tests inside a step to the steps themselves", async () => {
    const counts = { passed: 40, failed: 2, skipped: 3 };
    const { line } = await run([
      { name: "vitest", run: async () => ({ isOk: false, output: "", counts }) },
      passing("biome"),
    ]);
    expect(line).toBe("41 passed, 3 failed, 3 skipped");
  });
});
