import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { batchFile, parseBatch } from "./batch-file.ts";
import { makePlan } from "./make-plan.ts";

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
const FIELDS = "{index}, {name}, {model}, {ratio}, {seconds}, {resolution}";

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
        "batch_invalid b.yaml: has no requests; list at least one under `requests`, or values under `matrix`",
      );
    },
  );

  it("is refused where a list stands in its place", () => {
    expect(refusalOf("[{}]")).toBe("batch_invalid b.yaml: batch: expected fields with their values");
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
      `batch_invalid b.yaml: output: ${words}`,
    );
    expect(refusalOf(one({ output }))).toContain(`requests.0.output: ${words}`);
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
    ["a name", { name: "fox\u001b[31m" }, "requests.0.name", "U+001B"],
    ["a name of two lines", { name: "fox\nhare" }, "requests.0.name", "U+000A"],
    ["an output", { output: "\u0000{name}.mp4" }, "requests.0.output", "U+0000"],
    ["a path", { firstFrame: "fox\u0000.png" }, "requests.0.firstFrame", "U+0000"],
    ["a prompt", { prompt: "a fox\u0000" }, "requests.0.prompt", "U+0000"],
    [
      "the prompt of a shot",
      { shots: [{ prompt: "\u009b", durationSeconds: 3 }] },
      "shots.0.prompt",
      "U+009B",
    ],
  ])("are refused in %s", (_, fields, place, letter) => {
    expect(refusalOf(one(fields))).toContain(
      `${place}: the control character ${letter} does not belong here`,
    );
  });

  it("that end lines or indent are part of a prompt", () => {
    const prompt = "first\r\nthen\tthis\nand that";
    expect(parseBatch(one({ prompt })).requests?.[0]?.prompt).toBe(prompt);
  });
});

it("has every field in the table of the command line's readme", async () => {
  const readme = await readFile(new URL("../../../cli/README.md", import.meta.url), "utf8");
  const [, tables = ""] = readme.split("### Fields of a batch");
  const rows = tables.split("## Output")[0]?.split("\n") ?? [];
  const documented = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, field]) => field),
  );
  const { shape } = batchFile;
  const inRequest = Object.keys(shape.defaults._zod.def.innerType.shape);
  expect(new Set(documented)).toEqual(new Set([...Object.keys(shape), ...inRequest]));
});

describe("a field that is not accepted", () => {
  it.each([
    [{ prompt: " " }, "requests.0.prompt: must not be empty"],
    [{ durationSeconds: -5 }, "requests.0.durationSeconds: the least is 1"],
    [{ durationSeconds: 1.5 }, "requests.0.durationSeconds: expected a whole number"],
    [{ name: 7 }, "requests.0.name: expected text"],
    [{ isMultiShot: "yes" }, "requests.0.isMultiShot: expected true or false"],
  ])("says what is expected: %j", (fields, words) => {
    expect(refusalOf(one(fields))).toBe(`batch_invalid b.yaml: ${words}`);
  });
});
