import { link, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const BATCH = "requests: [{ name: fox, prompt: a fox, model: kling-v3 }]\n";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "batch.yaml"), BATCH);
});
afterEach(() => bench.close());

test.each(["batch.yaml", "./batch.yaml", "linked.yaml", "hard.yaml"])(
  "does not write the plan of batch.yaml over it as %s",
  async (output) => {
    await symlink("batch.yaml", join(bench.folder, "linked.yaml"));
    await link(join(bench.folder, "batch.yaml"), join(bench.folder, "hard.yaml"));
    const { exitCode, error } = await bench.run(`plan batch.yaml -o ${output}`);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "conflicting_flags" });
    expect(await readFile(join(bench.folder, "batch.yaml"), "utf8")).toBe(BATCH);
  },
);

const WRITERS = ["plan batch.yaml -o", "video create-from-text fox --save-plan"];
const PLACES = ["nowhere/plan.json", "batch.yaml/plan.json"];

test.each(WRITERS.flatMap((line) => PLACES.map((place) => `${line} ${place}`)))(
  "`kling %s` says that nothing was bought and how to save elsewhere",
  async (line) => {
    const { exitCode, error } = await bench.run(line);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "write_error" });
    expect(error["message"]).toMatch(
      /Nothing was sent or spent. Choose another place with --(output|save-plan)/,
    );
  },
);

test.each(WRITERS)("`kling %s` replaces a plan, and no other file, link or folder", async (line) => {
  await writeFile(join(bench.folder, "notes.txt"), "my notes");
  await symlink("notes.txt", join(bench.folder, "link.json"));
  for (const place of ["notes.txt", "link.json", "."]) {
    const { exitCode, error } = await bench.run(`${line} ${place}`);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "file_exists" });
    expect(error["message"]).toContain("is not a plan. Nothing was sent. Give another name.");
  }
  expect(await readFile(join(bench.folder, "notes.txt"), "utf8")).toBe("my notes");
  for (const _ of ["new", "again"]) expect((await bench.run(`${line} plan.json`)).exitCode).toBe(0);
});

test("a terminal shows a mistake of a plan once", async () => {
  const long = "requests: [{ name: long, prompt: a fox, model: kling-v2-6, durationSeconds: 99 }]";
  await writeFile(join(bench.folder, "long.yaml"), long);
  const { exitCode, stdout, stderr } = await bench.run("plan long.yaml", { isTty: true });
  expect(exitCode).toBe(2);
  expect(stderr).toContain("durationSeconds");
  expect(stdout).toContain("long");
  expect(stdout).not.toContain("issue");
});

test("each model of a plan has what it makes, by kind", async () => {
  const mixed = `requests:
  - { name: fox, prompt: a fox, model: kling-v3 }
  - { name: rain, operation: v1/audio/text-to-audio, body: { prompt: rain, duration: 5 } }
  - { name: still, operation: image create, body: { prompt: a fox, n: 2 } }`;
  await writeFile(join(bench.folder, "mixed.yaml"), mixed);
  const { stdout, stderr } = await bench.run("plan mixed.yaml", { isTty: true, env: { NO_COLOR: "1" } });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/total +3 requests/);
  expect(stdout).toMatch(/kling-v3 +1 video /);
  expect(stdout).toMatch(/ 1 sound /);
  expect(stdout).toMatch(/ 2 images /);
});

test("shows the settings of a body of an operation, not the defaults of its route", async () => {
  const body = { model_name: "kling-v3", prompt: "a fox", aspect_ratio: "9:16", mode: "pro", sound: "on" };
  const batch = JSON.stringify({ requests: [{ name: "fox", operation: "v1/text2video", body }] });
  await writeFile(join(bench.folder, "body.json"), batch);
  const { json } = await bench.run("plan body.json --json");
  const shown = { seconds: 5, resolution: "1080p", ratio: "9:16", audio: "native" };
  expect(json).toMatchObject({ jobs: [shown] });
});

test("prints what a plan with mistakes would be, and what is wrong with it as the error", async () => {
  await writeFile(join(bench.folder, "wrong.yaml"), BATCH.replace("a fox", "a fox, durationSeconds: 99"));
  const { exitCode, error, json } = await bench.run("plan wrong.yaml -o plan.json");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "plan_invalid" });
  expect(json).toMatchObject({ success: false, verdict: "invalid", jobs: [{ name: "fox" }] });
  expect(await bench.files()).not.toContain("plan.json");
});

test.each(["approve batch.yaml", "run batch.yaml --approve", "jobs review j1 --not-bought"])(
  "`kling %s` takes an empty --by for a mistake",
  async (line) => {
    const real = { KLING_BASE_URL: "http://192.0.2.1:9", USER: "ada" };
    const { exitCode, error } = await bench.run([...line.split(" "), "--by", " "], { env: real });
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "usage_error" });
    expect(error["message"]).toContain("--by");
    expect(bench.requests.filter((request) => request.startsWith("POST"))).toEqual([]);
  },
);

test.each(["chain.yaml", "chain.csv"])(
  "compares the routes of %s, in which a request takes the result of another",
  async (file) => {
    const yaml = `requests:
  - { name: coat, operation: image create, body: { prompt: a coat } }
  - { name: walk, model: kling-v3, prompt: she walks, firstFrame: { from: coat } }
`;
    const csv =
      "name,prompt,model,firstFrame\ncoat,a coat,kling-v3,\nwalk,she walks,kling-v3,{ lastFrameOf: coat }\n";
    await writeFile(join(bench.folder, file), file.endsWith("csv") ? csv : yaml);
    const { json, exitCode } = await bench.run(`plan ${file} --compare`);
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({
      requests: [
        { name: "coat" },
        {
          name: "walk",
          routes: expect.arrayContaining([
            expect.objectContaining({ route: "v1/image2video:kling-v3", issues: [] }),
            expect.objectContaining({ route: "kling-video/v3.0/std/image-to-video", issues: [] }),
          ]),
        },
      ],
    });
  },
);

test("the next command leads to the plan that was shown", async () => {
  await writeFile(join(bench.folder, "any.yaml"), "requests: [{ prompt: a fox }]");
  const line = "plan any.yaml --cheapest --purpose 'client A' --strict --store s.sqlite";
  const flags = ["--cheapest", "--purpose", "client A", "--strict", "--store", "s.sqlite"];
  const { stdout } = await bench.run(["plan", "any.yaml", ...flags], {
    isTty: true,
    columns: 300,
    env: { NO_COLOR: "1" },
  });
  const [, next = ""] = /next {2}kling (plan .*?), then kling approve plan\.json/.exec(stdout) ?? [];
  expect(next.split(" ").toSorted()).toEqual(`${line} -o plan.json`.split(" ").toSorted());
  const shown = (await bench.run(["plan", "any.yaml", ...flags])).json["plan_hash"];
  const saved = await bench.run(["plan", "any.yaml", ...flags, "-o", "plan.json"]);
  expect(saved.json["plan_hash"]).toBe(shown);
});

test.each(["--compare", "--diff b.yaml"])(
  "%s saves nothing, and does not take the flag that would",
  async (flag) => {
    await writeFile(join(bench.folder, "b.yaml"), "requests: [{ prompt: a fox, model: kling-v3 }]");
    const { error, exitCode } = await bench.run(`plan b.yaml ${flag} -o plan.json`);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "conflicting_flags" });
    expect(error["message"]).toContain("saves nothing: leave --output out.");
  },
);

test("says below the table why a request has one route only, in JSON as `note`", async () => {
  const note = "Only kling has v1/images/generations: there is no other route to compare.";
  const still = "requests: [{ name: still, operation: image create, body: { prompt: a fox } }]";
  await writeFile(join(bench.folder, "still.yaml"), still);
  const { stdout } = await bench.run("plan still.yaml --compare", { isTty: true, env: { NO_COLOR: "1" } });
  expect(stdout.split("\n")).toEqual([
    "still",
    expect.stringMatching(/^SERVICE /),
    expect.stringMatching(/^kling +v1\/images\/generations +documented +0\.028$/),
    note,
    "",
  ]);
  const { json } = await bench.run("plan still.yaml --compare");
  expect(json).toMatchObject({ requests: [{ note, routes: [{ route: "v1/images/generations" }] }] });
});

test("compares with --strict, where a remark refuses a route", async () => {
  await writeFile(join(bench.folder, "remark.yaml"), "requests: [{ prompt: a fox, model: kling-v2-6 }]");
  const routesOf = async (line: string) => (await bench.run(line)).json["requests"];
  const lenient = await routesOf("plan remark.yaml --compare");
  expect(await routesOf("plan remark.yaml --compare --strict")).not.toEqual(lenient);
});

test("names what has a price before what has none, and says of how many requests it is unknown", async () => {
  const images = "[https://a.example/a.png, https://a.example/b.png]";
  const batch = `requests:
  - { name: hug, operation: effects create, body: { effect_scene: hug_pro, input: { images: ${images} } } }
  - { name: fox, service: higgsfield, model: kling-2.6, prompt: a fox }
`;
  await writeFile(join(bench.folder, "mixed.yaml"), batch);
  const { stdout } = await bench.run("plan mixed.yaml", { isTty: true, env: { NO_COLOR: "1" } });
  expect(stdout).toMatch(/total +2 requests, US\$ 0\.35 and 1 of unknown price\n/);
});

test("of an unknown price, names commands that pass as they stand, and asks nobody to say yes to it", async () => {
  const images = "[https://a.example/a.png, https://a.example/b.png]";
  const effect = `{ operation: effects create, body: { effect_scene: hug_pro, input: { images: ${images} } } }`;
  await writeFile(join(bench.folder, "hug.yaml"), `requests:\n  - ${effect}\n`);
  const people = { isTty: true, answer: "y", env: { NO_COLOR: "1", KLING_BASE_URL: "http://192.0.2.1:9" } };
  const { stdout } = await bench.run("plan hug.yaml -o hug.json", people);
  const [, next = ""] = /^next {2}kling (.+)$/m.exec(stdout) ?? [];
  expect(next).toBe("approve hug.json --max-units any");
  const small = await bench.run("approve hug.json", people);
  expect(small.stderr.replaceAll(/\s+/g, " ")).toContain("`kling approve hug.json --max-units any`");
  const run = await bench.run("run hug.yaml", people);
  expect(run.exitCode).toBe(3);
  expect(run.stderr.replaceAll(/\s+/g, " ")).toContain("`kling run hug.yaml --approve --max-units any`");
  expect((await bench.run(next, people)).exitCode).toBe(0);
});
