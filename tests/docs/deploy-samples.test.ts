import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import * as z from "zod/mini";
import { type Bench, createBench } from "../../packages/cli/src/testing/kling-bench.ts";

const SAMPLES = new URL("../../examples/deploy/", import.meta.url);
const read = (name: string) => readFile(new URL(name, SAMPLES), "utf8");

/** What a service manager gives a worker to finish its steps: more than the 60 s of a create request. */
const LEAST_GRACE_SECONDS = 90;

const compose = z.object({
  services: z.object({ worker: z.object({ command: z.array(z.string()), stop_grace_period: z.string() }) }),
});
const deployment = z.object({
  kind: z.literal("Deployment"),
  spec: z.object({
    template: z.object({
      spec: z.object({
        terminationGracePeriodSeconds: z.number(),
        containers: z.array(z.object({ args: z.array(z.string()) })),
      }),
    }),
  }),
});

interface Sample {
  /** Words after `kling`. */
  readonly words: readonly string[];
  readonly graceSeconds: number;
}

const SAMPLE_READERS: Readonly<Record<string, (text: string) => Sample>> = {
  "kling-worker.service": (text) => ({
    words: (/^ExecStart=\S+\/kling (.*)$/m.exec(text)?.[1] ?? "").split(" "),
    graceSeconds: Number(/^TimeoutStopSec=(\d+)$/m.exec(text)?.[1]),
  }),
  "compose.yaml": (text) => {
    const { worker } = z.parse(compose, parse(text)).services;
    return { words: worker.command, graceSeconds: Number.parseInt(worker.stop_grace_period, 10) };
  },
  "kubernetes.yaml": (text) => {
    const documents = parseAllDocuments(text).map((document): unknown => document.toJS());
    const found = documents
      .map((document) => z.safeParse(deployment, document))
      .find(({ success }) => success);
    const { spec } = z.parse(deployment, found?.data).spec.template;
    const words = spec.containers.flatMap(({ args }) => args);
    return { words, graceSeconds: spec.terminationGracePeriodSeconds };
  },
};

describe("the deployment samples", () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await createBench();
  });
  afterAll(() => bench.close());

  it.for(Object.entries(SAMPLE_READERS))(
    "%s starts a worker that ends in order",
    async ([name, readSample]) => {
      const { words, graceSeconds } = readSample(await read(name));
      expect(graceSeconds).toBeGreaterThanOrEqual(LEAST_GRACE_SECONDS);
      expect(words[0]).toBe("worker");
      // No job is there, so a worker that takes these words ends at once.
      const sandboxed = words.map((word) => (word.startsWith("/") ? bench.folder : word));
      const { exitCode, stderr } = await bench.run([...sandboxed, "--until-idle"]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    },
  );

  it.each(["compose.yaml", "kubernetes.yaml"])(
    "%s gives a worker the keys of both services, and needs one",
    async (name) => {
      const text = await read(name);
      for (const key of ["KLING_API_KEY", "HF_CREDENTIALS"])
        expect(text).toMatch(new RegExp(`${key}(?:: \\$\\{${key}:-\\}|\\n.*optional: true)`));
      const env = { KLING_API_KEY: "", HF_CREDENTIALS: "id:secret" };
      const { exitCode, stderr } = await bench.run(["worker", "--until-idle"], { env });
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    },
  );
});
