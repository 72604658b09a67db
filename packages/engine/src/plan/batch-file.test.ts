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
    ["an alias bomb", bomb, "b.yaml: The aliases (`*name`) stand for too much: more than 10000 repetitions."],
    ["two documents", "purpose: a\n---\npurpose: b\n", "b.yaml: The file has more than one document"],
    ["deep lists", "[".repeat(5000), "b.yaml: Lists and fields are nested too deeply"],
    [
      "a key that stands there twice",
      "purpose: a\npurpose: b\n",
      "b.yaml:2:1: purpose is here twice. Remove one of them.",
    ],
  ])("is refused with %s, by one code", (_, source, words) => {
    expect(refusalOf(source)).toContain(`batch_unreadable ${words}`);
    expect(refusalOf(source)).not.toMatch(/parseAllDocuments|call stack/);
  });

  it.each([
    ["requests:\n  - prompt: [a, b\n  - prompt: c", '3:3: A closing "]" is missing'],
    ["requests: { prompt: a", 'A closing "}" is missing'],
    [
      "requests:\n  - prompt: a fox: red",
      '2:13: A ":" begins another field within this text. Put the text in quotes.',
    ],
    ["requests:\n  - { prompt: a fox: red }", '2:15: A ":" begins another field within this text'],
    ['requests:\n  - prompt: "a fox', "The text has no closing quote"],
    ["requests:\n\t- prompt: a", "This line is indented with a tab. Use spaces."],
    [
      "requests:\n  - prompt: @fox runs",
      "2:13: Text cannot begin with this character. Put the text in quotes.",
    ],
    [
      "requests:\n  - prompt: *fox",
      "The alias *fox has no anchor &fox before it. If it is text, put it in quotes.",
    ],
    [
      "requests:\n  - prompt: a\n   model: b",
      '3:1: This line is not indented as the fields above it, and is no entry of the list ("- ").',
    ],
    ["requests:\n  - prompt a\n    model: b", 'A ":" is missing'],
  ])("is refused in our words, with the place, where its syntax is broken: %j", (source, words) => {
    expect(refusalOf(source)).toContain(words);
    expect(refusalOf(source)).toMatch(/^batch_unreadable b\.yaml:/);
    expect(refusalOf(source)).not.toMatch(/collection|scalar|implicit|node|flow/i);
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
        "batch_invalid b.yaml has no requests. List at least one under `requests`, or values under `matrix`.",
      );
    },
  );

  it("is refused where a list stands in its place", () => {
    expect(refusalOf("[{}]")).toBe(
      "batch_invalid b.yaml is not a batch. A batch is a list of `requests`, each with a `prompt` and other fields.",
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
    const named = words.startsWith("is ") ? `output ${words}` : `output: ${words}`;
    expect(refusalOf(JSON.stringify({ output, requests: [{ prompt: "x" }] }))).toContain(
      `batch_invalid b.yaml:1:11: ${named}`,
    );
    expect(refusalOf(one({ output }))).toContain(`b.yaml:1:41, request "01": ${named}`);
  });

  it("that is refused hides no mistake of a request", () => {
    const source = '{ "output": "{n}.mp4", "requests": [{ "prompt": "x" }, { "prompt": "y", "bogus": 1 }] }';
    const { batch, mistakes } = readBatch(source, "b.yaml");
    expect(mistakes.map(({ field }) => field)).toEqual(["output", "bogus"]);
    // The others are planned, which finds files that are missing and names that are taken.
    expect(batch?.requests).toHaveLength(2);
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
    [{ prompt: " " }, "24", "prompt must not be empty."],
    [{ durationSeconds: -5 }, "50", "durationSeconds -5 must be at least 1."],
    [{ durationSeconds: 1.5 }, "50", "durationSeconds 1.5 must be a whole number."],
    [{ name: 7 }, "39", "name 7 must be text. Put it in quotes."],
    [{ isMultiShot: "yes" }, "46", 'isMultiShot "yes" must be true or false.'],
    [
      { aspectRatio: "4:3", model: "kling-v3" },
      "46",
      'aspectRatio "4:3" is not supported by kling-v3. Use 16:9, 9:16 or 1:1.',
    ],
  ])("says what is expected: %j", (fields, column, words) => {
    expect(refusalOf(one(fields))).toBe(`batch_invalid b.yaml:1:${column}, request "01": ${words}`);
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
      "batch_invalid b.yaml:1:1: purpos is not a field here. Did you mean purpose?",
      'b.yaml:2:25: defaults.resolution "1080P" is not supported. Use 720p, 1080p or 4k. Did you mean 1080p?',
      'b.yaml:6:5, request "fox": ratio is not a field here. Did you mean aspectRatio?',
      'b.yaml:7:18, request "fox": aspectRatio "4:3" is not supported. Use 16:9, 9:16 or 1:1.',
      'b.yaml:8:45, request "02": shots[0].seconds is not a field here. Did you mean durationSeconds?',
      "b.yaml:9:11: matrix.promt is not a field here. Did you mean prompt?",
    ]);
  });
});

it("a prompt that a comma cuts off between braces is said to need quotes", () => {
  const source = "requests:\n  - { name: fox, prompt: a red fox at sunrise, close-up }\n";
  expect(refusalOf(source)).toBe(
    'batch_invalid b.yaml:2:48, request "fox": close-up is not a field here. A comma between braces begins another field. If this belongs to the text before it, put all of that text in quotes.',
  );
});

it("a field without a value that no comma cuts off is one that is unknown", () => {
  expect(refusalOf("requests:\n  - prompt: a fox\n    style:\n")).toContain(
    "style is not a field here. Use name",
  );
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
        { file: "b.yaml", line: 1, column: 1, field: "requets", suggestion: "requests" },
        { line: 3, column: 50, request: "fox", field: "ratio", suggestion: "aspectRatio" },
        { line: 4, column: 25, request: "cat", field: "model", value: "kling-v9", suggestion: "kling-v3" },
        {
          line: 5,
          column: 67,
          request: "dog",
          field: "durationSeconds",
          value: 99,
          allowed: [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        },
        { line: 6, column: 63, request: "owl", field: "firstFrame" },
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

  it("are found behind a misspelt field whose value is wrong, and in the other requests", async () => {
    const source = [
      "requests:",
      "  - { name: fox, model: kling-v3, prompt: a fox, ratio: x }",
      "  - { name: cat, model: kling-v3, prompt: 5, durationSeconds: 99 }",
      "  - { name: dog, model: kling-v3, prompt: a dog, durationSeconds: 99 }",
    ].join("\n");
    expect((await mistakesOf(source)).toSorted()).toEqual([
      "cat durationSeconds",
      "cat prompt",
      "dog durationSeconds",
      "fox ratio",
      "fox ratio",
    ]);
    expect(readBatch(source, "b.yaml").mistakes).toMatchObject([
      { line: 2, column: 50, field: "ratio", suggestion: "aspectRatio" },
      { line: 3, field: "prompt" },
      { line: 2, field: "ratio", value: "x", allowed: expect.arrayContaining(["16:9"]) },
    ]);
  });

  it("of one request are told beside its image that cannot be read", async () => {
    const request = { name: "owl", model: "kling-v3", prompt: "x".repeat(2501), firstFrame: "nope.png" };
    const frames = { ...request, firstFrame: "nope.png", lastFrame: "none.png", durationSeconds: 99 };
    expect(await mistakesOf(one(request))).toEqual(["owl prompt", "owl firstFrame"]);
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
      "owl durationSeconds",
      "owl seconds",
      "owl resolution",
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
      "01 durationSeconds",
      "02 durationSeconds",
      "03 durationSeconds",
    ]);
    const matrix = { resolution: ["720p", "1080p"] };
    expect(await mistakesOf(JSON.stringify({ ...batch, matrix }))).toEqual([
      "01 durationSeconds",
      "03 to 04 durationSeconds",
      "05 durationSeconds",
    ]);
  });

  it("of one request are told beside a value of no plain meaning, which is left out of its judgement", async () => {
    const request = { name: "owl", model: "kling-v3", prompt: "an owl", durationSeconds: 99 };
    expect(await mistakesOf(one({ ...request, aspectRatio: "4:3" }))).toEqual([
      "owl durationSeconds",
      "owl aspectRatio",
    ]);
    expect(await mistakesOf(one({ ...request, prompt: "" }))).toEqual(["owl prompt", "owl durationSeconds"]);
    expect(await mistakesOf(one({ ...request, xyzzy: 1 }))).toEqual(["owl durationSeconds", "owl xyzzy"]);
  });

  it("that requests have from the defaults are one, at the place of the default", async () => {
    const source = [
      "defaults: { model: kling-v3, durationSeconds: 99 }",
      "requests:",
      "  - { name: fox, prompt: a fox, aspectRatio: '4:3' }",
      "  - { name: cat, prompt: a cat }",
    ].join("\n");
    const { batch, ...origin } = readBatch(source, "b.yaml");
    if (!batch) throw new Error("nothing is left of the batch");
    await expect(makePlan(batch, noFiles, origin)).rejects.toThrow(
      [
        'b.yaml:1:47, request "fox" and 1 more: durationSeconds: kling-v3 makes 3 to 15 seconds, not 99.',
        'b.yaml:3:46, request "fox": aspectRatio "4:3" is not supported by kling-v3. Use 16:9, 9:16 or 1:1.',
      ].join("\n"),
    );
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
    const output = "d.mp4";
    expect(await outputs([{ name: "a", output }, { name: "d" }, { name: "d-2" }])).toEqual([
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

describe("requests that contradict each other", () => {
  const mistakesIn = async (...lines: readonly string[]) => {
    const { batch, ...origin } = readBatch(lines.join("\n"), "b.yaml");
    if (!batch) throw new Error("nothing is left of the batch");
    const planned = makePlan(batch, { loadImage: () => Promise.reject() }, origin);
    return planned.then(
      ({ jobs }) => jobs.map(({ name }) => `planned ${name}`),
      (error: unknown) => (error instanceof PlanError ? error.message.split("\n") : [String(error)]),
    );
  };

  it("may not share a name, which is said with both lines", async () => {
    const found = await mistakesIn(
      "requests:",
      "  - { prompt: a fox, name: fox }",
      "  - { prompt: two foxes, name: fox }",
      "  - { prompt: a fox that is number four }",
      '  - { prompt: three foxes, name: "03" }',
    );
    expect(found).toEqual([
      'b.yaml:3:32, request "fox": name "fox" is also the name of the request at b.yaml:2:28. Give each a name of its own.',
      'b.yaml:5:34, request "03": name "03" is also the name of the request at b.yaml:4:5. Give each a name of its own.',
    ]);
  });

  it("may not share a name with a voice or an element", async () => {
    const [first] = await mistakesIn(
      "elements:",
      "  fox: { element_description: a fox }",
      "requests: [{ prompt: a fox, name: fox }]",
    );
    expect(first).toBe(
      'b.yaml:2:3, request "fox": name "fox" is also the name of the request at b.yaml:3:35. Give each a name of its own.',
    );
  });

  it("share a name once, however many jobs the matrix makes of both", async () => {
    const found = await mistakesIn(
      "matrix: { durationSeconds: [5, 10] }",
      "requests:",
      "  - { name: fox, prompt: a fox }",
      "  - { name: fox, prompt: two foxes }",
    );
    expect(found).toEqual([
      'b.yaml:4:13, request "fox": name "fox" is also the name of the request at b.yaml:3:13. Give each a name of its own.',
    ]);
  });

  it("have names of their own that look like those of the matrix or of a second file", async () => {
    const requests = ["requests:", "  - { name: fox, prompt: a }", "  - { name: fox-2, prompt: b }"];
    expect(await mistakesIn(...requests)).toEqual(["planned fox", "planned fox-2"]);
    expect(await mistakesIn("matrix: { durationSeconds: [5, 10] }", ...requests)).toEqual(
      ["fox-1", "fox-2", "fox-2-1", "fox-2-2"].map((name) => `planned ${name}`),
    );
  });

  it("may not set what the matrix lists, which is said with both lines", async () => {
    const found = await mistakesIn(
      "matrix:",
      '  aspectRatio: ["16:9", "9:16"]',
      "requests:",
      '  - { name: fox, prompt: a fox, aspectRatio: "1:1" }',
      "  - { prompt: an owl, aspectRatio: null }",
    );
    const words = "aspectRatio is also a list of the matrix, at b.yaml:2:3. Remove it from one of the two";
    expect(found).toEqual([
      expect.stringContaining(`b.yaml:4:46, request "fox": ${words}`),
      expect.stringContaining(`b.yaml:5:36, request "03 to 04": ${words}`),
    ]);
  });

  it("are named by their numbers where the batch is no file", async () => {
    const requests = [
      { name: "a", prompt: "a" },
      { name: "a", prompt: "b", durationSeconds: 5 },
    ];
    const batch = { requests, matrix: { durationSeconds: [5, 10] } };
    await expect(makePlan(batch, { loadImage: () => Promise.reject() })).rejects.toThrow(
      /^batch, request "a": name "a" is also the name of request 1\. .*\nbatch, request "a": durationSeconds is also a list of the matrix\. /,
    );
  });
});
