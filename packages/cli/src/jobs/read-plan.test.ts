import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

const write = (name: string, content: string | Uint8Array) => writeFile(join(bench.folder, name), content);
const latin1 = (text: string) => Buffer.from(text, "latin1");

test.each([
  ["a folder", ["plan", "videos"], "batch_unreadable", "'videos' is a folder"],
  ["no name", ["plan", ""], "batch_unreadable", "The name is empty"],
  ["nothing", ["plan", "none.yaml"], "file_not_found", "'none.yaml' does not exist"],
  ["other text than UTF-8", ["run", "latin1.yaml"], "batch_unreadable", "is not UTF-8 text"],
  ["a policy that is a folder", ["run", "b.yaml", "--policy", "videos"], "policy_invalid", "is a folder"],
  ["a policy in Latin-1", ["run", "b.yaml", "--policy", "latin1.yaml"], "policy_invalid", "is not UTF-8"],
  [
    "a prompt in Latin-1",
    ["video", "create-from-text", "--prompt-file", "latin1.yaml"],
    "prompt_file_error",
    "UTF-8",
  ],
])("says what stands where a file was meant: %s", async (_, line, code, words) => {
  await mkdir(join(bench.folder, "videos"));
  await write("b.yaml", "requests: [{ prompt: a fox, model: kling-v3 }]");
  await write("latin1.yaml", latin1("requests: [{ prompt: ein Bär, model: kling-v3 }]"));
  const { exitCode, error } = await bench.run(line);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
  expect(error["message"]).toContain(words);
  expect(bench.requests).toEqual([]);
});

test.each([
  ["plan b.yaml", 'requests: [{ prompt: "a fox\\0", model: kling-v3 }]', "batch_invalid"],
  ["video create-from-text --prompt-file b.yaml", "a fox\u0000", "invalid_prompt"],
])("refuses a prompt with a control character before it is paid for: %s", async (line, content, code) => {
  await write("b.yaml", content);
  const { exitCode, error } = await bench.run(line);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
  expect(error["message"]).toContain("the control character U+0000");
  expect(bench.requests).toEqual([]);
});

test.each(["video create-from-text", "video create-avatar --image a.png --audio-id 1"])(
  "refuses a prompt that is given twice, as an argument and as a file: %s",
  async (command) => {
    const { exitCode, error } = await bench.run([
      ...command.split(" "),
      "a fox",
      "--prompt-file",
      "none.txt",
    ]);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "conflicting_input" });
    expect(error["message"]).toContain("as an argument or with --prompt-file");
    expect(bench.requests).toEqual([]);
  },
);

test("plans a CSV file of a spreadsheet, and names the lines of its mistakes", async () => {
  await write(
    "shots.csv",
    '\uFEFFname;prompt;model;durationSeconds\r\nfox;a fox;kling-v3;5\r\nowl;"an owl;\r\nflies";kling-v3;10\r\n',
  );
  const { exitCode, json } = await bench.run("plan shots.csv");
  expect(exitCode).toBe(0);
  expect(json).toMatchObject({
    purpose: "shots",
    jobs: [{ name: "fox" }, { name: "owl", payload: { prompt: "an owl;\nflies" } }],
  });
  await write("wrong.csv", "name,promt,model\nfox,a fox,kling-v3\nowl,an owl,kling-v9\n");
  const { error } = await bench.run("plan wrong.csv");
  expect(error["message"]).toContain('wrong.csv:1, request "fox" and 1 more: promt is not a field here.');
  expect(error["message"]).toContain('wrong.csv:3, request "owl": model "kling-v9"');
  expect(bench.requests).toEqual([]);
});

test("says that a file may not be read", async ({ skip }) => {
  if (process.getuid?.() === 0) skip("root may read everything");
  await write("b.yaml", "");
  await chmod(join(bench.folder, "b.yaml"), 0);
  const { exitCode, error } = await bench.run("plan b.yaml");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "batch_unreadable" });
  expect(error["message"]).toContain("may not be read by this user");
});

test("looks for the images of a batch beside it, and says so", async () => {
  await mkdir(join(bench.folder, "spring"));
  await write("spring/b.yaml", "requests: [{ prompt: a fox, model: kling-v3, firstFrame: fox.png }]");
  const { error } = await bench.run("plan spring/b.yaml");
  const folder = join(bench.folder, "spring");
  expect(error).toMatchObject({
    code: "image_not_found",
    message: `spring/b.yaml:1:58, request "01": firstFrame: ${join(folder, "fox.png")} does not exist. Check the path; relative paths start at ${folder}. Nothing was sent.`,
  });
});

test.each([
  [
    "an element",
    "elements:\n  Mia:\n    element_description: a girl\n    reference_type: image_refer\n    element_image_list:\n      frontal_image: mia.png\n      refer_images: [{ image_url: side.png }]\nrequests: [{ prompt: a fox }]",
    [
      ['6:22, request "Mia": body.element_image_list.frontal_image', "mia.png"],
      ['7:35, request "Mia": body.element_image_list.refer_images[0].image_url', "side.png"],
    ],
  ],
  [
    "an operation",
    "requests:\n  - operation: video create-avatar\n    body:\n      image: face.png\n      sound_file: talk.mp3",
    [
      ['4:14, request "01": body.image', "face.png"],
      ['5:19, request "01": body.sound_file', "talk.mp3"],
    ],
  ],
  [
    "a request for the other service",
    "requests:\n  - prompt: a fox\n    service: higgsfield\n    model: kling-2.6\n    firstFrame: fox.png",
    [['5:17, request "01": firstFrame', "fox.png"]],
  ],
])("misses each file of %s at its line, with the folder that paths start from", async (_, text, files) => {
  await mkdir(join(bench.folder, "spring"));
  await write("spring/b.yaml", text);
  const { error } = await bench.run("plan spring/b.yaml");
  const folder = join(bench.folder, "spring");
  const lines = files.map(
    ([place, file = ""]) =>
      `spring/b.yaml:${place}: ${join(folder, file)} does not exist. Check the path; relative paths start at ${folder}.`,
  );
  for (const line of lines) expect(error["message"]).toContain(line);
});

test("takes a saved plan that begins with a byte order mark", async () => {
  await write("b.yaml", "requests: [{ prompt: a fox, model: kling-v3 }]");
  await bench.run("plan b.yaml -o plan.json");
  const { json } = await bench.run("plan plan.json");
  await write("marked.json", `\uFEFF${await readFile(join(bench.folder, "plan.json"), "utf8")}`);
  expect((await bench.run("plan marked.json")).json).toEqual(json);
});
