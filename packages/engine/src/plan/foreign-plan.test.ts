import { describe, expect, it } from "vitest";
import { parseBatch } from "./batch-file.ts";
import { makePlan, sealPlan } from "./make-plan.ts";
import type { Plan, PlannedJob } from "./plan.ts";
import { formatPlan, readPlan } from "./saved-plan.ts";

const planOf = (count: number): Promise<Plan> => {
  const requests = Array.from({ length: count }, (_, at) => ({
    name: `r${at}`,
    prompt: "x",
    model: "kling-v3",
  }));
  return makePlan(parseBatch(JSON.stringify({ requests })), { loadImage: () => Promise.reject() });
};

/** A plan with an honest seal: anybody can make one. */
async function sealed(fields: Partial<PlannedJob>, count = 1): Promise<string> {
  const { purpose, jobs } = await planOf(count);
  return formatPlan(
    sealPlan(
      purpose,
      jobs.map((job, at) => (at === 0 ? { ...job, ...fields } : job)),
    ),
  );
}

describe("a saved plan of somebody else", () => {
  it.each([
    "../../x.mp4",
    "/abs/x.mp4",
    "C:\\x.mp4",
    "../../.ssh/authorized_keys",
    "a/../../x.mp4",
    "videos/",
    `${"x".repeat(300)}.mp4`,
  ])("may not write to %s", async (output) => {
    const text = await sealed({ output });
    expect(() => readPlan(text, "p.json")).toThrow(expect.objectContaining({ code: "plan_invalid" }));
  });

  it("writes where a batch may, also to names with braces", async () => {
    const text = await sealed({ output: "out/{a}.mp4" });
    expect(readPlan(text).jobs[0]?.output).toBe("out/{a}.mp4");
  });

  it("keeps an absolute path only as the one create for which a person named it", async () => {
    const own = { output: "/videos/fox.mp4", keepsPath: true } as const;
    expect(readPlan(await sealed(own)).jobs[0]?.output).toBe("/videos/fox.mp4");
    const text = await sealed(own, 2);
    expect(() => readPlan(text)).toThrow(/absolute path/);
  });
});
