import { describe, expect, it } from "vitest";
import { parseBatch, readBatch } from "./batch-file.ts";
import { expandBatch } from "./expand-batch.ts";
import { makePlan } from "./make-plan.ts";
import { PlanError } from "./plan-error.ts";

/** Code and message of the refusal. */
function refusalOf(source: string): string {
  try {
    return `accepted: ${JSON.stringify(parseBatch(source, "b.yaml"))}`;
  } catch (error) {
    if (error instanceof Error && "code" in error) return `${error.code} ${error.message}`;
    return `not a refusal: ${error}`;
  }
}

const one = (fields: object) => JSON.stringify({ requests: [{ prompt: "a fox", ...fields }] });
const FIELDS = "{index}, {name}, {model}, {ratio}, {seconds}, {resolution}, {kind}, {ext}";

describe("the text of a batch", () => {
  const bomb = [
    "a0: &a0 [x, x, x, x, x, x, x, x, x, x]",
    ...[1, 2, 3, 4, 5].map(
      (at) =>
        `a${at}: &a${at} [${Array(10)
          .fill(`*a${at - 1}`)
          .join()}]`,
    ),
  ].join("\n");

  it.each([
    ["an alias bomb", bomb, "its aliases (`*name`) stand for too much: more than 10000 repetitions"],
    ["two documents", "purpose: a\n---\npurpose: b\n", "holds more than one document"],
    ["deep lists", "[".repeat(5000), "nested too deeply"],
    ["a key that stands there twice", "purpose: a\npurpose: b\n", "Map keys must be unique"],
  ])("is refused with %s, by one code", (_, source, words) => {
    expect(refusalOf(source)).toContain("batch_unreadable b.yaml: ");
    expect(refusalOf(source)).toContain(words);
    expect(refusalOf(source)).not.toMatch(/parseAllDocuments|call stack/);
  });

  it("may use one anchor in as many requests as there are", () => {
    const requests = Array.from({ length: 300 }, () => "  - { prompt: *fox }").join("\n");
    const { requests: found } = parseBatch(`defaults: { prompt: &fox a fox }\nrequests:\n${requests}\n`);
    expect(found).toHaveLength(300);
  });
});

describe("a batch without requests", () => {
  it.each(["", " \n\n", "# later\n", "null", "{}", "requests: []", "purpose: spring", "matrix: {}"])(
    "is refused: %j",
    (source) => {
      expect(refusalOf(source)).toBe(
        "batch_invalid b.yaml: has no requests. List at least one under `requests`, or values under `matrix`.",
      );
    },
  );

  it("is refused where a list stands in its place", () => {
    expect(refusalOf("[{}]")).toBe(
      "batch_invalid b.yaml:1: is not a batch. A batch is a list of `requests`, each with a `prompt` and other fields.",
    );
  });

  it("has no price where its one request is empty", async () => {
    const plan = await makePlan(parseBatch("requests: [{}]"), { loadImage: () => Promise.reject() });
    expect(plan.verdict).toBe("invalid");
    expect(plan.totals).toEqual({ jobs: 1, units: 0, usd: 0, unpricedJobs: 1 });
    expect(plan.jobs[0]?.estimate).toMatchObject({ isKnown: false, reason: "the request has mistakes" });
  });
});

describe("a template for file names", () => {
  it.each([
    ["{foo}.mp4", `there is no field \`{foo}\`; the fields are ${FIELDS}`],
    ["{Name}.mp4", `there is no field \`{Name}\`; the fields are ${FIELDS}`],
    ["{}.mp4", `there is no field \`{}\`; the fields are ${FIELDS}`],
    ["{name.mp4", `\`{name.mp4\` is not closed; the fields are ${FIELDS}`],
    ["name}.mp4", `a \`}\` closes nothing; the fields are ${FIELDS}`],
    ["../../{name}.mp4", "its `..` leaves the output folder"],
    ["a/../../{name}.mp4", "its `..` leaves the output folder"],
    ["{name}/../../b.mp4", "its `..` leaves the output folder"],
    ["..\\{name}.mp4", "its `..` leaves the output folder"],
    ["/srv/{name}.mp4", "an absolute path leaves the output folder"],
    ["C:{name}.mp4", "an absolute path leaves the output folder"],
    ["{name}/..", "is a folder; end with the name of a file"],
    ["videos/", "is a folder; end with the name of a file"],
  ])("is refused as %s, for the batch and for a request", (output, words) => {
    expect(refusalOf(JSON.stringify({ output, requests: [{ prompt: "x" }] }))).toContain(
      `batch_invalid b.yaml:1: output: ${words}`,
    );
    expect(refusalOf(one({ output }))).toContain(`b.yaml:1, request "01": output: ${words}`);
  });

  it.each(["{name}.mp4", "a/b/{index}-{seconds}.mp4", "a/../{model}.mp4", "..{name}.mp4", "plain.mp4"])(
    "is accepted as %s",
    (output) => {
      expect(parseBatch(one({ output })).requests?.[0]?.output).toBe(output);
    },
  );
});

describe("control characters", () => {
  it.each([
    ["a name", { name: "fox\u001b[31m" }, "name", "U+001B"],
    ["a name of two lines", { name: "fox\nhare" }, "name", "U+000A"],
    ["an output", { output: "\u0000{name}.mp4" }, "output", "U+0000"],
    ["a path", { firstFrame: "fox\u0000.png" }, "firstFrame", "U+0000"],
    ["a prompt", { prompt: "a fox\u0000" }, "prompt", "U+0000"],
    [
      "the prompt of a shot",
      { shots: [{ prompt: "\u009b", durationSeconds: 3 }] },
      "shots[0].prompt",
      "U+009B",
    ],
  ])("are refused in %s", (_, fields, place, letter) => {
    expect(refusalOf(one(fields))).toContain(
      `": ${place}: the control character ${letter} does not belong here`,
    );
  });

  it("that end lines or indent are part of a prompt", () => {
    const prompt = "first\r\nthen\tthis\nand that";
    expect(parseBatch(one({ prompt })).requests?.[0]?.prompt).toBe(prompt);
  });
});

describe("a field that is not accepted", () => {
  it.each([
    [{ prompt: " " }, 'request "01": prompt: must not be empty.'],
    [{ durationSeconds: -5 }, 'request "01": durationSeconds: the least is 1.'],
    [{ durationSeconds: 1.5 }, 'request "01": durationSeconds: expected a whole number.'],
    [{ name: 7 }, 'request "01": name: expected text.'],
    [{ isMultiShot: "yes" }, 'request "01": isMultiShot: expected true or false.'],
  ])("says what is expected: %j", (fields, words) => {
    expect(refusalOf(one(fields))).toBe(`batch_invalid b.yaml:1, ${words}`);
  });

  it("is named with its line, its request, and what was meant", () => {
    const source = [
      "purpos: x",
      "defaults: { resolution: 1080P }",
      "requests:",
      "  - name: fox",
      "    prompt: a fox",
      "    ratio: '9:16'",
      "    aspectRatio: '4:3'",
      "  - { prompt: a cat, shots: [{ prompt: one, seconds: 3, durationSeconds: 3 }] }",
      "matrix: { promt: [a] }",
    ].join("\n");
    expect(refusalOf(source).split("\n")).toEqual([
      "batch_invalid b.yaml:1: purpos: is not a field here. Did you mean purpose?",
      'b.yaml:2: defaults.resolution: "1080P" is not accepted. Use 720p, 1080p, 4k. Did you mean 1080p?',
      'b.yaml:6, request "fox": ratio: is not a field here. Did you mean aspectRatio?',
      'b.yaml:7, request "fox": aspectRatio: "4:3" is not accepted. Use 16:9, 9:16, 1:1.',
      'b.yaml:8, request "02": shots[0].seconds: is not a field here. Did you mean durationSeconds?',
      "b.yaml:9: matrix.promt: is not a field here. Did you mean prompt?",
    ]);
  });
});

describe("the mistakes of a batch", () => {
  const SOURCE = [
    "requets: []",
    "requests:",
    "  - { name: fox, model: kling-v3, prompt: a fox, ratio: '9:16' }",
    "  - { name: cat, model: kling-v9, prompt: a cat }",
    "  - { name: dog, model: kling-v3, prompt: a dog, durationSeconds: 99 }",
    "  - { name: owl, model: kling-v3, prompt: an owl, firstFrame: nope.png }",
  ].join("\n");
  const noFiles = {
    loadImage: (input: string) =>
      Promise.reject(Object.assign(new Error(`${input} does not exist.`), { code: "ENOENT" })),
  };

  it("are found all at once: fields, models, files and limits", async () => {
    const { batch, ...origin } = readBatch(SOURCE, "b.yaml");
    if (!batch) throw new Error("nothing is left of the batch");
    const failure: unknown = await makePlan(batch, noFiles, origin).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "batch_invalid",
      mistakes: [
        { place: "b.yaml:1", field: "requets", suggestion: "requests" },
        { place: "b.yaml:3", request: "fox", field: "ratio", suggestion: "aspectRatio" },
        { place: "b.yaml:4", request: "cat", field: "model", message: expect.stringMatching(/kling-v3\?/) },
        { place: "b.yaml:5", request: "dog", field: "durationSeconds" },
        { place: "b.yaml:6", request: "owl", field: "firstFrame" },
      ],
    });
  });

  const mistakesOf = async (source: string) => {
    const { batch, ...origin } = readBatch(source, "b.yaml");
    if (!batch) throw new Error("nothing is left of the batch");
    const failure: unknown = await makePlan(batch, noFiles, origin).catch((error: unknown) => error);
    if (!(failure instanceof PlanError)) throw new Error("the batch was planned");
    return failure.mistakes.map(({ request, field }) => `${request} ${field}`);
  };

  it("of one request are told beside its image that cannot be read", async () => {
    const request = { name: "owl", model: "kling-v3", prompt: "x".repeat(2501), firstFrame: "nope.png" };
    const frames = { ...request, firstFrame: "nope.png", lastFrame: "none.png", durationSeconds: 99 };
    expect(await mistakesOf(one(request))).toEqual(["owl firstFrame", "owl prompt"]);
    expect((await mistakesOf(one(frames))).toSorted()).toEqual([
      "owl durationSeconds",
      "owl firstFrame",
      "owl lastFrame",
      "owl prompt",
    ]);
  });

  it("of one request are told beside a misspelt model, field or word whose meaning is plain", async () => {
    const request = { name: "owl", model: "kling-v3", prompt: "an owl", durationSeconds: 99 };
    expect(await mistakesOf(one({ ...request, model: "klng-v3" }))).toEqual([
      "owl model",
      "owl durationSeconds",
    ]);
    const { durationSeconds, ...rest } = request;
    expect(await mistakesOf(one({ ...rest, seconds: durationSeconds, resolution: "1080P" }))).toEqual([
      "owl resolution",
      "owl seconds",
      "owl durationSeconds",
    ]);
  });

  it("name a request alike, wherever they are found, and as its job will be named", async () => {
    const requests = [
      { prompt: "a", durationSeconds: 99 },
      { prompt: "b", durationSeconds: "five" },
      { prompt: "c", durationSeconds: 99 },
    ];
    const batch = { defaults: { model: "kling-v3" }, requests };
    expect(await mistakesOf(JSON.stringify(batch))).toEqual([
      "02 durationSeconds",
      "01 durationSeconds",
      "03 durationSeconds",
    ]);
    const matrix = { resolution: ["720p", "1080p"] };
    expect(await mistakesOf(JSON.stringify({ ...batch, matrix }))).toEqual([
      "03 to 04 durationSeconds",
      "01 durationSeconds",
      "02 durationSeconds",
      "05 durationSeconds",
      "06 durationSeconds",
    ]);
  });

  it("do not swallow what is no mistake of the batch", async () => {
    const broken = { loadImage: () => Promise.reject(new TypeError("a defect of ours")) };
    await expect(
      makePlan(parseBatch(one({ model: "kling-v3", firstFrame: "a.png" })), broken),
    ).rejects.toThrow("a defect of ours");
  });
});

describe("a matrix", () => {
  it("is counted before it is built", () => {
    const values = Array.from({ length: 150 }, (_, at) => `v${at}`);
    const matrix = {
      prompt: values,
      model: values,
      firstFrame: values,
      durationSeconds: values.map((_, at) => at + 1),
    };
    expect(() => parseBatch(JSON.stringify({ matrix }))).toThrow(/506250000 jobs/);
    expect(() => expandBatch({ matrix })).toThrow(/506250000 jobs/);
  });
});

describe("a batch of too many requests", () => {
  it.each([
    ["JSON", JSON.stringify({ requests: Array(10_001).fill({ prompt: 7 }) })],
    ["YAML", `requests:\n${"- { prompt: 7 }\n".repeat(10_001)}`],
  ])("is refused by their number, before its mistakes are looked for: %s", (_, source) => {
    expect(refusalOf(source)).toMatch(/^batch_too_large .*10001 jobs; at most 10000 pass/);
  });
});

describe("the files of a batch", () => {
  const outputs = async (requests: readonly object[], output?: string) => {
    const text = JSON.stringify({
      ...(output ? { output } : {}),
      requests: requests.map((fields) => ({ prompt: "x", model: "kling-v3", ...fields })),
    });
    const { jobs } = await makePlan(parseBatch(text), { loadImage: () => Promise.reject() });
    return jobs.map(({ output: path, issues }) => ({ path, issues: issues.map(({ rule }) => rule) }));
  };

  it("have the names in the plan that they will have on the disk", async () => {
    expect(await outputs([{ name: "d" }, { name: "d" }, { name: "d-2" }])).toEqual([
      { path: "d.mp4", issues: [] },
      { path: "d-2.mp4", issues: [] },
      { path: "d-2-2.mp4", issues: [] },
    ]);
  });

  it.each([
    ["Fox", "fox"],
    ["caf\u00e9", "CAFE\u0301"],
  ])("may not differ in case or accents only: %s, %s", async (left, right) => {
    expect((await outputs([{ name: left }, { name: right }])).map(({ issues }) => issues)).toEqual([
      [],
      ["output"],
    ]);
  });

  it.each(["狐".repeat(80), "🦊".repeat(80), "e\u0301".repeat(80)])(
    "are cut by bytes, between characters: %s",
    async (name) => {
      const [file] = await outputs([{ name }], "{name}-{name}.mp4");
      expect(file?.issues).toEqual([]);
      expect(Buffer.byteLength(file?.path ?? "")).toBeLessThanOrEqual(250);
      expect(file?.path).not.toContain("\uFFFD");
      expect(file?.path.isWellFormed()).toBe(true);
    },
  );

  it.each([
    ["a name", `${"x".repeat(300)}.mp4`],
    ["a name of 84 characters and 252 bytes", `${"狐".repeat(83)}.mp4`],
    ["a path", `${"folder/".repeat(800)}x.mp4`],
  ])("are refused while planning where no disk takes %s", async (_, output) => {
    expect(refusalOf(one({ output }))).toMatch(/output: the (name|path) .*bytes, and at most/);
  });
});
