import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";
import { withOtherNames } from "./other-names.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await createBench();
});
afterAll(() => bench.close());

const FOX = "video create-from-text fox -m kling-v3 --dry-run";

test.each([
  ["--ratio 9:16", "--aspect-ratio 9:16", { aspect_ratio: "9:16" }],
  ["--mode pro", "--resolution 1080p", { mode: "pro" }],
  ["--mode pro", "--resolution pro", { mode: "pro" }],
  ["--mode 1080p", "--resolution 1080p", { mode: "pro" }],
  ["--sound", "--audio", { sound: "on" }],
])("%s and %s are one option", async (other, name, payload) => {
  expect((await bench.run(`${FOX} ${other}`)).json["payload"]).toMatchObject(payload);
  expect((await bench.run(`${FOX} ${name}`)).json["payload"]).toMatchObject(payload);
});

test.each(["--ratio 1:1 --aspect-ratio 9:16", "--mode std --resolution 1080p", "--sound --audio"])(
  "refuses %s: one of them would be lost",
  async (words) => {
    const { error, exitCode } = await bench.run(`${FOX} ${words}`);
    expect({ code: error["code"], exitCode }).toEqual({ code: "conflicting_flags", exitCode: 2 });
  },
);

test("leaves a name to the command that uses it for something else", async () => {
  const { json } = await bench.run("video add-sound 1 --sound waves --dry-run");
  expect(json["payload"]).toMatchObject({ sound_effect_prompt: "waves" });
  expect(
    withOtherNames([
      ["--audio", "a"],
      ["--sound <text>", "b"],
    ]),
  ).toHaveLength(2);
});

test("takes -m for the size where the contract says so", async () => {
  const avatar = "video create-avatar -i https://example.com/a.png --audio-id 1 --dry-run";
  const payloads = ["-m pro", "--mode pro", "--resolution 1080p"].map(
    async (words) => (await bench.run(`${avatar} ${words}`)).json["payload"],
  );
  for (const payload of await Promise.all(payloads)) expect(payload).toMatchObject({ mode: "pro" });
  expect((await bench.run(`${avatar} --mode 4k`)).error["code"]).toBe("invalid_mode");
});

test("shows an option under one name", async () => {
  const { stdout } = await bench.run("video create-from-text --help");
  expect(stdout).toContain("--aspect-ratio <ratio>");
  expect(stdout).not.toMatch(/^ +(?:-\w, )?--(?:ratio <|mode <|sound$|sound {2}|out <)/m);
  const { options } = (await bench.run("video create-from-text --help --json")).json;
  expect(JSON.stringify(options)).not.toMatch(/"--(?:ratio|mode|sound|out)"/);
});
