import { describe, expect, it } from "vitest";
import type { PlanContext } from "../context/media-loader.ts";
import { parseBatch } from "./batch-file.ts";
import { canonicalJson, hashOf } from "./canonical.ts";
import { expandBatch } from "./expand-batch.ts";
import { makePlan } from "./make-plan.ts";
import { findStaleness, formatPlan, readPlan } from "./saved-plan.ts";

const PNG = "iVBORw0KGgoAAAANSUhEUgAAASwAAAEsCAYAAAB5fY51";
const contextWith = (sha256: string, value = PNG): PlanContext => ({
  loadImage: (input) =>
    Promise.resolve(
      input.startsWith("http")
        ? { value: input, manifest: { name: input, kind: "url" } }
        : { value, manifest: { name: input, kind: "file", sizeBytes: 900, sha256 } },
    ),
});
const context = contextWith("a".repeat(64));

describe("canonicalJson", () => {
  it("does not depend on the order of keys, and drops undefined", () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: undefined })).toBe('{"b":[{"c":2,"d":1}]}');
    expect(hashOf({ a: 1, b: 2 })).toBe(hashOf({ b: 2, a: 1 }));
    expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: "1" }));
  });

  // Plans that people have approved carry these: whatever makes the text must make the same one for ever.
  it.each([
    [
      {
        method: "POST",
        path: "/v1/images/generations",
        payload: { prompt: "a fox", n: 2, aspect_ratio: "1:1" },
      },
      "02705f06e0d1d2b67162e604ed54094e8ab21991a38e01bb3417a162f7369a12",
    ],
    [
      {
        b: [1, { z: null, a: undefined }, undefined, "é\u2028😀"],
        a: { nested: { y: 1e21, x: -0, w: 0.1 + 0.2 } },
      },
      "6d8efe1e3064d70c2f5b40743d609458e33a8ceb6b97f124539fe6a17615eeec",
    ],
    [
      { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 },
      "6afdedc15f6775d1cce98bf2639f038224b215972e3f134af02069940c54c164",
    ],
    [["text", true, null, 4.5e-7], "c8029ce15d7a06eeb24ab646cdf6e730d8e957ffd90b7e5ca97ddb138adb3943"],
  ])("gives %j the hash of plans in use", (value, digits) => {
    expect(hashOf(value)).toBe(`sha256:${digits}`);
  });

  it("has a hash for text with half a character, which JSON of a batch can hold", () => {
    expect(canonicalJson({ prompt: "a \ud83d" })).toBe('{"prompt":"a \\ud83d"}');
  });
});

describe("parseBatch", () => {
  it("reads YAML and JSON alike", () => {
    expect(parseBatch("purpose: teaser\nrequests:\n  - prompt: a fox\n")).toEqual(
      parseBatch('{"purpose":"teaser","requests":[{"prompt":"a fox"}]}'),
    );
  });

  it("names every mistake by its place", () => {
    expect(() => parseBatch("requests:\n  - promt: a fox\n    aspectRatio: '4:3'\n")).toThrow(
      /batch:2:5, request "01": promt is.*Did you mean prompt\?[\s\S]*batch:3:18, request "01": aspectRatio "4:3".*Use 16:9/,
    );
    expect(() => parseBatch("requests: [")).toThrow(/batch/);
  });
});

it("makePlan without its context is refused by a code", async () => {
  // @ts-expect-error A caller without types.
  await expect(makePlan({ requests: [{ prompt: "a fox" }] })).rejects.toMatchObject({
    code: "KLINGKIT_CONFIG",
    option: "context",
    message: expect.stringMatching(/^makePlan needs a batch.* Nothing was sent\.$/),
  });
});

describe("expandBatch", () => {
  it("crosses requests with the matrix in the order of the file", () => {
    const batch = parseBatch(
      "defaults: {durationSeconds: 5}\nmatrix:\n  prompt: [a, b]\n  model: [kling-v3, kling-2.6]\n",
    );
    expect(expandBatch(batch).map(({ prompt, model, name }) => [name, prompt, model])).toEqual([
      ["01", "a", "kling-v3"],
      ["02", "a", "kling-2.6"],
      ["03", "b", "kling-v3"],
      ["04", "b", "kling-2.6"],
    ]);
  });

  it("refuses a batch that a slip made huge", () => {
    const numbers = Array.from({ length: 200 }, (_, at) => `p${at}`);
    const batch = { matrix: { prompt: numbers, model: numbers } };
    expect(() => expandBatch(batch)).toThrow(/40000 jobs/);
    expect(() => parseBatch(JSON.stringify(batch))).toThrow(/40000 jobs/);
  });
});

describe("makePlan", () => {
  it("prices every job, totals them and asks for approval", async () => {
    const plan = await makePlan(
      parseBatch(
        "requests:\n  - {prompt: a fox, model: kling-v3}\n  - {prompt: a cat, model: kling-2.6, durationSeconds: 10}\n",
      ),
      context,
    );
    expect(plan.totals).toEqual({ jobs: 2, units: 6, usd: 0.84, unpricedJobs: 0 });
    expect(plan.verdict).toBe("needs-approval");
    expect(plan.triggers).toEqual(["billable-create", "several-creates-for-one-purpose"]);
  });

  it("counts the most where the output follows an input video of unknown length", async () => {
    const edit =
      "requests:\n  - {prompt: x, model: kling-3.0-omni, video: {url: 'https://a.example/v.mp4', use: base}}\n";
    const plan = await makePlan(parseBatch(edit), context);
    expect(plan.totals).toEqual({ jobs: 1, units: 14.4, usd: 2.016, boundedJobs: 1, unpricedJobs: 0 });
    const known = await makePlan(
      parseBatch(edit.replace("prompt: x,", "prompt: x, inputVideoSeconds: 4,")),
      context,
    );
    expect(known.totals).toEqual({ jobs: 1, units: 3.6, usd: 0.504, unpricedJobs: 0 });
  });

  it("fires the hypothesis trigger for a route that nobody has proved", async () => {
    const plan = await makePlan(parseBatch("requests: [{prompt: x, model: kling-v2-6}]"), context);
    expect(plan.triggers).toContain("hypothesis-payload");
  });

  it("is invalid when a rule refuses a job", async () => {
    const plan = await makePlan(
      parseBatch("requests: [{prompt: x, model: kling-2.6, durationSeconds: 7}]"),
      context,
    );
    expect(plan.verdict).toBe("invalid");
    expect(plan.jobs[0]?.issues[0]?.path).toBe("settings.duration");
  });

  it("keeps file contents out of the plan, and in its hash", async () => {
    const batch = parseBatch("requests: [{prompt: x, firstFrame: fox.png, model: kling-v3}]");
    const plan = await makePlan(batch, context);
    expect(formatPlan(plan)).not.toContain(PNG);
    expect(formatPlan(plan)).toContain(`media:sha256:${"a".repeat(64)}`);
    const other = await makePlan(batch, contextWith("b".repeat(64), `${PNG}AAAA`));
    expect(other.hash).not.toBe(plan.hash);
  });

  it("names the route that would take what is beyond a limit", async () => {
    const messages = async (fields: object) => {
      const requests = [{ model: "kling-v3", prompt: "x", ...fields }];
      const { jobs } = await makePlan(parseBatch(JSON.stringify({ requests })), context);
      return jobs.flatMap(({ issues }) => issues.map(({ message }) => message));
    };
    expect(await messages({ prompt: "x".repeat(2501) })).toEqual([
      expect.stringMatching(/has 2501 characters.* text-to-video:\S+ takes it: .*`model: kling-3\.0/),
    ]);
    expect(await messages({ model: "kling-2.6", cfgScale: 0.5 })).toEqual([
      expect.stringMatching(/no place for it.* v1\/text2video:kling-v2-6 takes it: .*`model: kling-v2-6`/),
    ]);
    expect(await messages({ prompt: "x".repeat(9999) })).toEqual([
      expect.not.stringContaining("set `model:"),
    ]);
    expect(await messages({ durationSeconds: 99 })).toEqual([expect.not.stringContaining("takes it")]);
  });

  it("lets no value of a template leave its folder", async () => {
    const plan = await makePlan(
      parseBatch(
        "output: 'out/{name}-{ratio}.mp4'\nrequests: [{name: ../../etc/passwd, prompt: x, model: kling-v3}]",
      ),
      context,
    );
    expect(plan.jobs[0]?.output).toBe("out/etc-passwd-16x9.mp4");
  });

  it("leaves the ratio out of the name where the image decides it", async () => {
    const text =
      "output: '{name}-{ratio}.mp4'\nrequests: [{name: fox, prompt: x, firstFrame: fox.png, model: kling-v3}]";
    const { jobs } = await makePlan(parseBatch(text), context);
    expect(jobs[0]?.output).toBe("fox.mp4");
  });
});

describe("a saved plan", () => {
  const batch = parseBatch("requests: [{prompt: x, firstFrame: fox.png, model: kling-v3}]");

  it("comes back unchanged and still holds", async () => {
    const plan = await makePlan(batch, context);
    const read = readPlan(formatPlan(plan));
    expect(read).toEqual(JSON.parse(formatPlan(plan)));
    expect(await findStaleness(read, context)).toEqual([]);
  });

  it("is refused when somebody changed it", async () => {
    const text = formatPlan(await makePlan(batch, context));
    expect(() => readPlan(text.replace('"prompt": "x"', '"prompt": "y"'))).toThrow(
      /changed after it was made/,
    );
    expect(() => readPlan('{\n  "kind": "klingkit.plan"\n  "version": 1', "plan.json")).toThrow(
      "plan.json:3:3 is not valid JSON here, so the file may be cut off. Make it again with `kling plan`",
    );
    expect(() => readPlan("[]")).toThrow(/is not a plan/);
    expect(() => readPlan('{"kind":"klingkit.plan","version":99}')).toThrow(/newer version of klingkit/);
  });

  it.each([
    ["at its top", '"kind"', '"jobs": [], "kind"', "jobs"],
    ["in another spelling", '"kind"', '"\\u006aobs": [], "kind"', "jobs"],
    ["inside a request", '"prompt": "x"', '"prompt": "a harmless \\"fox\\"", "prompt": "x"', "prompt"],
  ])("is refused when a field stands in it twice: %s", async (_, field, written, name) => {
    const text = formatPlan(await makePlan(batch, context));
    expect(() => readPlan(text.replace(field, written))).toThrow(
      expect.objectContaining({ code: "plan_altered", message: expect.stringContaining(`"${name}" twice`) }),
    );
    expect(() => readPlan(JSON.stringify(JSON.parse(text)))).not.toThrow();
  });

  it("is refused by a code when somebody nested it deeply", async () => {
    const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    const text = formatPlan(await makePlan(batch, context)).replace('"prompt": "x"', `"prompt": ${deep}`);
    expect(() => readPlan(text)).toThrow(
      expect.objectContaining({ code: "plan_unreadable", message: expect.stringContaining("too deeply") }),
    );
  });

  it("is stale when a medium has changed since", async () => {
    const plan = await makePlan(batch, context);
    const found = await findStaleness(plan, contextWith("c".repeat(64), `${PNG}BBBB`));
    expect(found.map(({ reason }) => reason)).toEqual(["medium"]);
  });

  it("is stale when the prices were replaced", async () => {
    const plan = { ...(await makePlan(batch, context)), priceCard: "2020-01-01" };
    expect((await findStaleness(plan, context)).map(({ reason }) => reason)).toEqual(["price-card"]);
  });
});
