import { fuzzAnswers } from "@klingkit/testkit";
import { atMost, figure, type Measurement } from "../measure.ts";

const COUNT = 50_000;
const SEED = 7;

/** Broken answers of every operation, read as a client reads them. */
export async function measureFuzzAnswers(): Promise<readonly Measurement[]> {
  const { findings, operations, slowestMs, ids } = await fuzzAnswers({ seed: SEED, count: COUNT });
  for (const { answer, problem, text } of findings.slice(0, 10))
    console.error(`${answer}: ${problem}\n  ${text}`);
  const detail = `${COUNT} answers of ${operations.length} operations with ${ids} ids, seed ${SEED}`;
  return [
    atMost("Crashes, hangs and lost ids in broken answers", findings.length, 0, "", detail),
    figure("Slowest of them", slowestMs, "ms", "parsed, and read through the client"),
  ];
}
