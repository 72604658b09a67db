import { experimental_generateVideo as generateVideo } from "ai";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Fault, FaultRule } from "../engine/support/fault-fetch.ts";
import { callMetadata } from "./support/call-metadata.ts";
import { caught } from "./support/caught.ts";
import { createVideoWorld } from "./support/video-world.ts";

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

/** Each run draws five faults: 100 in all, and 500 with `FUZZ_RUNS=100`. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 20);
const FAULTS = 5;

const body = (code: number) => JSON.stringify({ code, message: "said by the service", request_id: "r" });
const FILE = { method: "GET", path: /\.mp4$/ } as const;
const PLACES = [
  { method: "POST", path: /^\/text-to-video\// },
  { method: "GET", path: /^\/tasks/ },
  FILE,
] as const;
const WORDS: readonly Fault[] = [
  { kind: "reset-after" },
  { kind: "reset-before" },
  { kind: "refuse" },
  { kind: "truncate" },
  { kind: "hang" },
  { kind: "answer-after", status: 500, body: body(5000) },
  { kind: "answer-after", status: 502, body: "<html>Bad Gateway</html>" },
  ...[1001, 1102, 1201, 1301, 1302, 1303, 1304, 5001].map(
    (code): Fault => ({ kind: "answer-before", status: code < 1100 ? 401 : 429, body: body(code) }),
  ),
];

const rule: fc.Arbitrary<FaultRule> = fc
  .record({
    place: fc.constantFrom(...PLACES),
    fault: fc.constantFrom(...WORDS),
    times: fc.integer({ min: 1, max: 12 }),
  })
  // A download that hangs is given up by real time only, which tests of downloads wait for.
  .filter(({ place, fault }) => !(place === FILE && fault.kind === "hang"))
  .map(({ place, ...rest }) => ({ ...place, ...rest }));

it("whatever goes wrong, a call brings its videos or an error with job, key and charge, and buys none twice", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rule, { minLength: FAULTS, maxLength: FAULTS }),
      fc.integer({ min: 1, max: 2 }),
      async (rules, n) => {
        await using world = await createVideoWorld();
        world.faults.setRules(rules);
        const klingkit = await world.createProvider();
        const key = "order 4711";
        const call = generateVideo({
          model: klingkit.video("kling-2.5-turbo"),
          prompt: "A fox",
          duration: 5,
          n,
          providerOptions: { klingkit: { key }, klingai: { pollTimeoutMs: 86_400_000 } },
        });
        const outcome = await world.drive(
          call.then(
            (result) => ({ result }),
            () => ({ error: caught(call) }),
          ),
        );
        const { accepted, billed } = world.journal();
        expect(billed).toBeLessThanOrEqual(n);
        if ("result" in outcome) {
          expect(callMetadata(outcome.result.providerMetadata)).toMatchObject({ key });
          return;
        }
        const error = await outcome.error;
        expect(error).toMatchObject({ key, jobId: expect.stringMatching(/^j/) });
        expect(["no", "yes", "unknown"]).toContain(error.mayHaveCharged);
        // What the error denies was not bought.
        if (error.mayHaveCharged === "no") expect(accepted).toBe(0);
        expect(error.message).not.toMatch(/api-key|token|Bearer/i);
      },
    ),
    { numRuns: RUNS, seed: 4711, endOnFailure: true },
  );
});
