import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, createBench } from "../../packages/cli/src/testing/kling-bench.ts";
import { type PageFlag, readPage } from "./read-page.ts";

// The page is the users' own, word for word. Every command line in it is run, every flag and every shape is looked up.
const PAGE = readPage(readFileSync(new URL("video-commands.md", import.meta.url), "utf8"));
const HOUR_MS = 3_600_000;

interface Ids {
  readonly videoId: string;
  /** Ids of finished tasks by `--type`. */
  readonly taskIds: Readonly<Record<string, string>>;
}

let bench: Bench;
let ids: Ids;

beforeAll(async () => {
  bench = await createBench({ allowsRetiredModels: true });
  const source = await finish([
    "video",
    "create-from-text",
    "a fox",
    "--model",
    "kling-v1-6",
    "--allow-retired",
  ]);
  const shown = await bench.run(`video status ${source} --type text2video`);
  const videoId = String(shown.json["video_id"]);
  const taskIds = {
    create: await finish(["video", "create", "a fox"]),
    extend: await finish(["video", "extend", videoId]),
    "add-sound": await finish(["video", "add-sound", videoId]),
  };
  ids = { videoId, taskIds };
});

afterAll(() => bench.close());

async function finish(line: readonly string[]): Promise<string> {
  const { json, stderr } = await bench.run(line);
  expect(stderr).toBe("");
  await bench.emulator.control.advance(HOUR_MS);
  return String(json["task_id"]);
}

/** A line of the page with ids in the places of `<task_id>` and `<video_id>`. */
function filled(line: readonly string[]): readonly string[] {
  const at = line.indexOf("--type");
  const type = at < 0 ? "create" : (line[at + 1] ?? "");
  return line.map((word) =>
    word === "<task_id>" ? (ids.taskIds[type] ?? "") : word === "<video_id>" ? ids.videoId : word,
  );
}

test("reads the five commands of the page with all that it shows of them", () => {
  expect(
    PAGE.map(({ command, lines, flags, outputs }) => [command, lines.length, flags.length, outputs.length]),
  ).toEqual([
    ["video status", 2, 2, 4],
    ["video download", 3, 4, 1],
    ["video list", 2, 3, 1],
    ["video extend", 4, 4, 1],
    ["video add-sound", 9, 4, 2],
  ]);
});

test.each(PAGE.flatMap(({ lines }) => lines.map((line) => [line.join(" "), line] as const)))(
  "kling %s",
  async (_, line) => {
    const { json, exitCode, stderr } = await bench.run(filled(line));
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(json["success"]).toBe(true);
    const command = line.slice(0, 2).join(" ");
    const outputs = PAGE.find((section) => section.command === command)?.outputs ?? [];
    expect(outputs.some(({ value }) => hasShape(json, value))).toBe(true);
  },
);

/** The documented keys come first and in their order; more may follow. */
function hasShape(found: unknown, documented: unknown): boolean {
  if (Array.isArray(documented))
    return Array.isArray(found) && found.every((item) => hasShape(item, documented[0]));
  if (typeof documented !== "object" || documented === null) return typeof found === typeof documented;
  if (typeof found !== "object" || found === null) return false;
  const keys = Object.keys(documented);
  const values = Object.values(found);
  return (
    Object.keys(found).slice(0, keys.length).join() === keys.join() &&
    Object.values(documented).every((value, at) => hasShape(values[at], value))
  );
}

const FLAGS = PAGE.flatMap(({ command, flags }) => flags.map((flag) => [command, flag.long, flag] as const));

test.each(FLAGS)("kling %s has %s as the page says", async (command, _, flag) => {
  const { json } = await bench.run(`${command} --help --json`);
  const options = json["options"];
  const found = (Array.isArray(options) ? options : []).find(({ flags }) =>
    namesOf(flags).includes(flag.long),
  );
  expect(found).toBeDefined();
  expect(namesOf(found.flags)).toEqual(expect.arrayContaining(flag.short ? [flag.short] : []));
  expect(found.flags.includes("<")).toBe(flag.type !== "bool");
  expect(defaultMatches(flag, found)).toBe(true);
});

const namesOf = (flags: string): readonly string[] => flags.split(/[ ,]+/);

/** Named as the value, or in words where an absent flag means it. */
function defaultMatches(
  { defaultText, type }: PageFlag,
  found: { readonly default: unknown; readonly description: string },
): boolean {
  if (defaultText === undefined) return true;
  if (type === "bool") return found.default === null && defaultText === "false";
  return String(found.default) === defaultText || found.description.includes(defaultText);
}

test("needs the flags that the page calls required", async () => {
  const { exitCode, error } = await bench.run(`video download ${ids.taskIds["create"]}`);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "missing_output" });
});

test("shows a task on its way and one that failed in the shapes of the page", async () => {
  const [processing, , , failed] = PAGE[0]?.outputs ?? [];
  const { json: created } = await bench.run(["video", "create", "a cat"]);
  const id = String(created["task_id"]);
  const running = await bench.run(`video status ${id}`);
  expect(running.exitCode).toBe(8);
  expect(hasShape(running.json, processing?.value)).toBe(true);
  bench.emulator.control.setTask(id, { to: "fail" });
  const { error } = await bench.run(`video status ${id}`);
  expect(hasShape({ success: false, error }, failed?.value)).toBe(true);
  expect(error["code"]).toBe("content_policy");
});

test.each([
  ["no video", "video extend", "missing_video_id"],
  ["a prompt adherence beyond 1", "video extend 1 --cfg-scale 1.1", "invalid_cfg_scale"],
  ["no video", "video add-sound", "missing_video_id"],
  ["an id and an address", "video add-sound 1 --url https://example.com/video.mp4", "conflicting_input"],
  ["201 characters of sound", `video add-sound 1 --sound ${"x".repeat(201)}`, "invalid_sound"],
  ["201 characters of music", `video add-sound 1 -b ${"x".repeat(201)}`, "invalid_bgm"],
  ["a file in place of an address", "video add-sound --url fox.mp4", "invalid_video"],
])("refuses %s before any request: kling %s", async (_, line, code) => {
  const before = bench.requests.length;
  const { exitCode, error } = await bench.run(line, { env: { KLING_API_KEY: undefined } });
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
  expect(bench.requests.length).toBe(before);
});

test("extends by 4 to 5 seconds, and legacy models only", async () => {
  const shown = await bench.run(`video status ${ids.taskIds["extend"]} --type extend`);
  const seconds = Number(shown.json["duration"]) - 5;
  expect(seconds).toBeGreaterThanOrEqual(4);
  expect(seconds).toBeLessThanOrEqual(5);
  const omni = await bench.run(`video status ${ids.taskIds["create"]}`);
  const refused = await bench.run(`video extend ${String(omni.json["video_id"])}`);
  expect(refused.exitCode).toBe(1);
});
