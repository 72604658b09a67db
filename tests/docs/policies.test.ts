import { glob, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine, createKlingProvider, makePlan, openSqliteStore, readPolicy } from "@klingkit/engine";
import { createKling } from "klingkit";
import { expect, test } from "vitest";

const SAMPLES = /```(?:json|ts)\n(?:(?!```)[\s\S])*?"?kind"?: "klingkit\.policy"(?:(?!```)[\s\S])*?```/g;

/** Code blocks of the pages that show a policy, by page. */
async function readSamples(): Promise<readonly (readonly [page: string, sample: string])[]> {
  const samples = [];
  for await (const page of glob("docs/**/*.md"))
    for (const [sample] of (await readFile(page, "utf8")).matchAll(SAMPLES))
      samples.push([page, sample] as const);
  return samples.toSorted();
}

const samples = await readSamples();

/** Before the day on which the policies of the pages expire. */
const CLOCK = { nowMs: () => Date.parse("2026-12-01T12:00:00Z"), sleep: () => Promise.resolve() };

test("the pages show policies as files and in code", () => {
  expect(new Set(samples.map(([page]) => page))).toEqual(
    new Set([
      "docs/guides/agents.md",
      "docs/guides/approve-and-budget.md",
      "docs/guides/use-in-nextjs-and-queues.md",
      "docs/reference/policy-file.md",
    ]),
  );
});

// At an emulator no purchase needs an approval, so that only the service would refuse the second order.
test.each(samples)("the policy of %s approves a second purchase of one purpose", async (_, sample) => {
  const text = sample.startsWith("```json") ? sample.replace(/^```json\n|```$/g, "") : undefined;
  if (text === undefined) return expect(sample).toContain("allowsSeveralCreates: true");
  const policy = readPolicy(text);
  const folder = await mkdtemp(join(tmpdir(), "klingkit-policies-"));
  const store = await openSqliteStore(join(folder, "jobs.sqlite"));
  const fetchNothing = () => Promise.reject(new TypeError("nothing is sent by enqueue"));
  const kling = createKling({ apiKey: "api-key-kling-0123456789", fetch: fetchNothing });
  const loadImage = () => Promise.reject(new TypeError("no images"));
  const providers = [createKlingProvider({ kling, hasApiKey: true })] as const;
  const engine = createEngine({ store, providers, policy, loadImage, outputDir: folder, clock: CLOCK });
  try {
    for (const name of ["first", "second"]) {
      const request = { name, prompt: `a fox, ${name}`, model: "kling-v3", durationSeconds: 5 };
      const plan = await makePlan({ purpose: "shop", requests: [request] }, { loadImage });
      expect(await engine.enqueue(plan, { key: name })).toMatchObject({ kind: "accepted" });
    }
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
});
