import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

/** A terminal without colours. */
const PLAIN = { isTty: true, env: { NO_COLOR: "1" } };
const HOUR_MS = 3_600_000;
let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

const ELEMENT = [
  ...[
    "element",
    "create",
    "Mia",
    "--element-description",
    "A girl in red",
    "--reference-type",
    "image_refer",
  ],
  ...["--frontal-image", "https://example.com/front.png", "--refer-images", "https://example.com/side.png"],
  ...["--refer-images", "https://example.com/back.png", "--tag-list", "o_102"],
];
const VOICE = ["voice", "create", "Ann", "--voice-url", "https://example.com/ann.mp3"];

async function make(words: readonly string[], group: string) {
  const { json } = await bench.run(words);
  await bench.emulator.control.advance(HOUR_MS);
  const { json: status } = await bench.run(`${group} status ${json["task_id"]}`);
  return status;
}

test("writes nested fields and lists of one text from plain flags", async () => {
  const { json } = await bench.run([...ELEMENT, "--dry-run"]);
  expect(json["payload"]).toEqual({
    element_name: "Mia",
    element_description: "A girl in red",
    reference_type: "image_refer",
    element_image_list: {
      frontal_image: "https://example.com/front.png",
      refer_images: [
        { image_url: "https://example.com/side.png" },
        { image_url: "https://example.com/back.png" },
      ],
    },
    tag_list: [{ tag_id: "o_102" }],
  });
  const { stdout } = await bench.run("element create --help", { isTty: true });
  expect(stdout).toMatch(/--refer-images +string, repeatable/);
});

test("adds to the list of a body that was given, and refuses a name that no field has", async () => {
  const body = JSON.stringify({ tag_list: [{ tag_id: "o_101" }] });
  const { json } = await bench.run([...ELEMENT, "--body", "-", "--dry-run"], { stdin: body });
  expect(json).toMatchObject({ payload: { tag_list: [{ tag_id: "o_101" }, { tag_id: "o_102" }] } });
  const { error } = await bench.run([...ELEMENT, "--refer-image", "x"]);
  expect(error["code"]).toBe("unknown_field");
});

test("creates, lists and deletes an element by an id with all its digits", async () => {
  const made = await make(ELEMENT, "element");
  const id = String(made["element_id"]);
  expect(id).toMatch(/^\d{18}$/);
  expect(made).toMatchObject({ success: true, result_count: 1, element_name: "Mia" });
  const { json: list } = await bench.run("element list");
  expect(list["tasks"]).toMatchObject([{ type: "element-create", element_id: id, element_name: "Mia" }]);
  const { json: deleted } = await bench.run(`element delete ${id}`);
  expect(deleted).toEqual({
    success: true,
    operation: "v1/general/delete-advanced-elements",
    deleted: { element_id: id },
  });
  expect((await bench.run("element list", { isTty: true })).stdout).toMatch(/Mia +deleted/);
  const { exitCode, error } = await bench.run(`element delete ${id}`);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "invalid_request" });
  expect(error["message"]).toContain(`Element already be deleted for id: ${id}`);
});

test("creates a voice, fetches its sample, and says what it deletes", async () => {
  const made = await make(VOICE, "voice");
  const id = String(made["voice_id"]);
  const { json } = await bench.run(`voice download ${made["task_id"]} -o ann.mp3`);
  expect(json).toMatchObject({ success: true });
  expect(await bench.files()).toContain("ann.mp3");
  const { stdout } = await bench.run(`voice delete ${id}`, PLAIN);
  expect(stdout).toContain(`deleted voice ${id}`);
});

test("shows official voices and elements as tables to people, and as they came to programs", async () => {
  const { stdout } = await bench.run("voice presets", PLAIN);
  expect(stdout).toMatch(/ID +NAME/);
  const { json } = await bench.run("element presets --page-size 1");
  expect(json["data"]).toMatchObject([{ task_result: { elements: [{ element_id: "160" }] } }]);
});

test("ends a job whose result has no file, and shows its id", async () => {
  await bench.close();
  bench = await createBench({ transitions: { mode: "reads", reads: 1 } });
  const { json } = await bench.run([...ELEMENT, "-o", "mia"]);
  const id = String(json["element_id"]);
  expect(json).toMatchObject({
    success: true,
    status: "succeed",
    element_name: "Mia",
    file: null,
    files: [{ kind: "element", id, name: "Mia" }],
  });
  expect(await bench.files()).not.toContain("mia");
  const { json: shown } = await bench.run(`jobs show ${json["job"]}`);
  expect(shown).toMatchObject({ state: "collected", file: null, files: [{ kind: "element", id }] });
  const { stdout } = await bench.run("jobs", { isTty: true });
  expect(stdout).toContain(`element ${id} (Mia)`);
});

test.each([
  [VOICE, "voice", "voice_failed"],
  [ELEMENT, "element", "element_failed"],
  [["image", "create", "a fox"], "image", "image_failed"],
])("calls a task of `kling %j` that failed by its kind", async (words, group, code) => {
  await bench.close();
  bench = await createBench({ transitions: { mode: "failing", message: "No voice was found" } });
  const { json } = await bench.run(words);
  await bench.emulator.control.advance(HOUR_MS);
  const { exitCode, error } = await bench.run(`${group} status ${json["task_id"]}`);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 6, code });
  const waited = await bench.run(`${group} wait ${json["task_id"]}`);
  expect({ exitCode: waited.exitCode, code: waited.error["code"] }).toEqual({ exitCode: 6, code });
});
