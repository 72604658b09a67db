import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";

const batchOf = (purpose: string, ...names: readonly string[]) =>
  `purpose: ${purpose}\nrequests:\n${names.map((name) => `  - { name: ${name}, prompt: a ${name}, model: kling-v3 }\n`).join("")}`;

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

async function run(file: string, text: string, flags = ""): Promise<string> {
  await writeFile(join(bench.folder, file), text);
  const { stdout } = await bench.run(`run ${file} ${flags}`);
  const { batch }: { batch: string } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
  return batch;
}

async function namesOf(batch: string): Promise<readonly string[]> {
  const { json, exitCode } = await bench.run(`jobs --batch ${batch}`);
  expect(exitCode).toBe(0);
  const { jobs } = json as unknown as { jobs: readonly { name: string; batch: string }[] };
  return jobs.map(({ name, batch: id }) => `${name} ${id}`);
}

describe("findBatch", () => {
  it("takes the ID of a batch, and a purpose for all of its batches", async () => {
    const first = await run("b.yaml", batchOf("launch", "fox"));
    const second = await run("b.yaml", batchOf("launch", "lake"));
    expect(await namesOf(first)).toEqual([`fox ${first}`]);
    expect(await namesOf("launch")).toEqual([`lake ${second}`, `fox ${first}`]);
    await run("other.yaml", batchOf("other", "fox"));
    const { json } = await bench.run("ledger --batch launch");
    const { entries, totals } = json as unknown as {
      entries: readonly { batch: string }[];
      totals: readonly object[];
    };
    expect(new Set(entries.map(({ batch }) => batch))).toEqual(new Set([first, second]));
    expect(totals).toMatchObject([{ spent: 6, spent_usd: 0.84 }]);
  });

  it("warns that batches without a purpose are not all shown", async () => {
    const unnamed = (name: string) => batchOf("x", name).replace("purpose: x\n", "");
    await run("b.yaml", unnamed("fox"));
    const { stderr: one } = await bench.run("ledger --batch unnamed", { isTty: true });
    expect(one).not.toContain("newest batch");
    const second = await run("b.yaml", unnamed("lake"));
    expect(await namesOf("unnamed")).toEqual([`lake ${second}`]);
    const { stderr } = await bench.run("ledger --batch unnamed", { isTty: true });
    expect(stderr.replace(/\s+/g, " ")).toContain(
      `This is only the newest batch without a purpose, "unnamed": ${second}. 1 earlier batch is not shown.`,
    );
  });

  it("takes a batch file, whose jobs several batches made, and the plan of it", async () => {
    const first = await run("b.yaml", batchOf("launch", "fox"));
    const both = batchOf("launch", "fox", "lake");
    const second = await run("b.yaml", both);
    await run("other.yaml", batchOf("other", "fox"));
    expect(await namesOf("b.yaml")).toEqual([`lake ${second}`, `fox ${first}`]);
    await bench.run("plan b.yaml -o plan.json");
    expect(await namesOf("plan.json")).toEqual([`lake ${second}`, `fox ${first}`]);
    const { json } = await bench.run("ledger --batch b.yaml");
    const { entries } = json as unknown as { entries: readonly { batch: string }[] };
    expect(new Set(entries.map(({ batch }) => batch))).toEqual(new Set([first, second]));
  });

  it("takes the last purchase of a request that was bought again", async () => {
    await run("b.yaml", batchOf("launch", "fox", "fox-2"));
    const again = await run("b.yaml", batchOf("launch", "fox", "fox-2"), "--again");
    expect(await namesOf("b.yaml")).toEqual([`fox-2 ${again}`, `fox ${again}`]);
  });

  it("takes the newest batch of the purpose for a file that was changed since, and says so", async () => {
    const batch = await run("b.yaml", batchOf("launch", "fox"));
    await writeFile(join(bench.folder, "b.yaml"), batchOf("launch", "wolf"));
    const { stdout, stderr } = await bench.run("jobs --batch b.yaml", { isTty: true });
    expect(stdout).toContain("fox");
    expect(stderr).toContain(`No request of b.yaml was run as it is now. This is the newest batch`);
    expect(stderr).toContain(batch);
  });

  it("names the nearest batch and the newest ones where there is none", async () => {
    const batch = await run("b.yaml", batchOf("launch", "fox"));
    const { error, exitCode } = await bench.run("report lanch");
    expect(exitCode).toBe(2);
    expect(error).toMatchObject({
      code: "batch_not_found",
      message: expect.stringContaining(`This store has no batch "lanch". Did you mean "launch"?`),
      nearest: "launch",
      batches: [{ batch, purpose: "launch", jobs: 1 }],
    });
    const long = "tour of what the harbour shows at night";
    await run("tour.yaml", batchOf(long, "harbour"));
    for (const typo of ["harbuor", "teh harbour", long.replace("night", "nihgt")]) {
      const { error } = await bench.run(["ledger", "--batch", typo]);
      expect(error).toMatchObject({ nearest: long });
    }
    expect((await bench.run("ledger --batch nothing-like-it")).error).not.toHaveProperty("nearest");
  });

  it("does not take a file whose requests were never run", async () => {
    await run("b.yaml", batchOf("launch", "fox"));
    await writeFile(join(bench.folder, "new.yaml"), batchOf("another", "owl"));
    expect((await bench.run("jobs --batch new.yaml")).error).toMatchObject({ code: "batch_not_found" });
  });
});
