import { CREATES } from "@klingkit/spec";
import { createSeededRandom, fuzzAnswers, mutateJson } from "@klingkit/testkit";
import { expect, it } from "vitest";

/** Enough to meet every kind of damage on every answer; `npm run bench -- fuzz-answers` reads 50 000. */
const COUNT = 1_000;
const SEED = 20_261_128;

it("reads broken answers of every kind without a crash, a hang or a lost id", async () => {
  const { findings, operations, ids } = await fuzzAnswers({ seed: SEED, count: COUNT });
  expect(findings.slice(0, 5)).toEqual([]);
  expect(ids).toBeGreaterThan(COUNT / 4);
  const kinds = CREATES.filter(({ id }) => operations.some((name) => name.startsWith(id)));
  expect(kinds.length).toBeGreaterThan(10);
});

it("breaks an answer in the same way for the same numbers, and leaves the answer itself alone", () => {
  const answer = { code: 0, data: { task_id: "1", task_result: { images: [{ url: "a" }] } } };
  const before = structuredClone(answer);
  const broken = (seed: number) => JSON.stringify(mutateJson(createSeededRandom(seed), answer));
  expect(broken(1)).toBe(broken(1));
  expect(new Set(Array.from({ length: 50 }, (_, seed) => broken(seed))).size).toBeGreaterThan(40);
  expect(answer).toEqual(before);
});
