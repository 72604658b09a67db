import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { COMMANDS } from "../commands/registry.ts";
import { type Bench, createBench } from "../testing/kling-bench.ts";
import { makePng } from "../testing/make-png.ts";
import { widthOf } from "./cells.ts";

const LONG = "A red fox walks through fresh snow at sunrise, low camera, breath visible in the cold air";
const BATCH = `
purpose: a campaign with a purpose that has rather many words, as people write them
defaults: { model: kling-v3 }
requests:
  - { name: fox-in-snow-with-a-long-name, prompt: "${LONG}" }
  - { name: 狐, prompt: "一只红色的狐狸在日出时走过新雪，低机位，冷空气中可见呼吸。${LONG}", audio: native }
  - { name: potter, model: kling-v2-6, prompt: hands, aspectRatio: "1:1", resolution: 1080p }
  - { name: lake, prompt: mist lifts, firstFrame: lake.png }
`;
/** Texts of one word that no line of a terminal has room for. */
const WORD_OF_300 = "w".repeat(300);
const ID_OF_64 = `id-${"x".repeat(61)}`;
const PATH_OF_200 = `${"folder-".repeat(4)}/${"x".repeat(160)}.mp4`;
const HOSTILE = `
purpose: ${"p".repeat(120)}
requests:
  - { name: ${"n".repeat(100)}, prompt: ${WORD_OF_300}, model: kling-v3, output: "${PATH_OF_200}" }
  - { name: emoji, prompt: "${"👩‍🚀".repeat(100)}", model: kling-2.5-turbo, firstFrame: lake.png }
  - { name: wide, prompt: "${"日本語".repeat(100)}", model: kling-v2-6 }
`;
const REAL = { KLING_BASE_URL: "http://192.0.2.1:9" };
const WIDTHS = [60, 80, 100, 120];

let bench: Bench;
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  bench = await createBench({ publicUrl: "https://results.example.com" });
  await writeFile(join(bench.folder, "b.yaml"), BATCH);
  await writeFile(join(bench.folder, "hostile.yaml"), HOSTILE);
  await writeFile(join(bench.folder, "bad.yaml"), BATCH.replace("1:1", "9:99"));
  await writeFile(join(bench.folder, "lake.png"), makePng(1280, 720));
  await bench.run("run b.yaml");
  await bench.run("run b.yaml --approve --again", { env: REAL });
  const { json } = await bench.run("jobs");
  const [job] = Array.isArray(json["jobs"]) ? json["jobs"] : [];
  ids = { JOB: String(job?.job), TASK: String(job?.task_id) };
});
afterAll(() => bench.close());

/** A path, an address or a hash that is wider than a line stands on one of its own, whole, so that it can be copied. */
const isCopied = (line: string): boolean => !line.trim().includes(" ") && /[/\\]|:\S/.test(line);

/** What a person reads: colours take no room, and an answer ends its line. */
const widest = (text: string): { readonly width: number; readonly line: string } =>
  text
    .split(/\n|\r|\[y\/N\] /)
    .filter((line) => !isCopied(line))
    .map((line) => ({ width: widthOf(line), line }))
    .reduce((most, one) => (one.width > most.width ? one : most), { width: 0, line: "" });

/** What is asked, refused or charged at the service itself. */
const DIFFERS_AT_SERVICE = /^(?:plan|approve|run|video create|doctor|jobs retry|call|tts|image create)\b/;

const LINES = [
  "models",
  "models --offers",
  "routes",
  "jobs",
  "jobs show JOB",
  "video list",
  "video status TASK",
  "ledger",
  "budget",
  "account costs",
  "account units",
  "account reconcile",
  "approvals",
  "plan b.yaml",
  "plan b.yaml -o plan.json",
  "plan bad.yaml",
  "approve b.yaml --again",
  "run b.yaml",
  "run b.yaml --again --speed 1000",
  "run b.yaml --emulated --again --speed 1000",
  "video create fox --dry-run --first-frame lake.png --ratio 16:9",
  "video create fox --model nope",
  "video create fox --duration 99",
  "doctor",
  "config list",
  "wait TASK",
  "demo fox --speed 1000",
  "effects list",
  "effects tasks",
  "operations",
  "operations v1/videos/text2video",
  "operations v1/audio/tts",
  "voice presets",
  "voice list",
  "element presets",
  "element list",
  "image list",
  "events list",
  "spec",
  "spec errors",
  "spec models",
  "report",
  "resume",
  "worker --until-idle",
  "video download TASK",
  "jobs cancel JOB",
  "jobs retry JOB",
  "jobs retry --batch b.yaml --failed",
  "jobs review JOB --not-bought",
  "jobs adopt JOB TASK",
  "jobs show nosuch",
  "routes promote JOB",
  "tts hello",
  "call v1/audio/tts --text hi --dry-run",
  "image create fox --dry-run",
  "config set region nowhere",
  "version",
  "nosuch",
];

test("fits the terminal: the help of every command", async () => {
  const paths = COMMANDS.map(({ words }) => words);
  expect(paths.length).toBeGreaterThan(80);
  for (const columns of WIDTHS) {
    for (const words of [[], ...paths]) {
      const { stdout, stderr } = await bench.run([...words, "--help"], { isTty: true, columns });
      const shown = widest(`${stdout}\n${stderr}`);
      expect(shown.width, `kling ${words.join(" ")} at ${columns}: ${shown.line}`).toBeLessThanOrEqual(
        columns,
      );
    }
  }
});

const HOSTILE_LINES: readonly (readonly string[])[] = [
  ["plan", "hostile.yaml"],
  ["approve", "hostile.yaml", "--again"],
  ["run", "hostile.yaml", "--again", "--speed", "1000"],
  ["jobs"],
  ["video", "list"],
  ["report"],
  ["video", "create", WORD_OF_300, "--external-id", ID_OF_64, "--dry-run"],
  ["video", "create", WORD_OF_300, "--external-id", ID_OF_64, "--wait"],
  ["video", "create", "fox", "--model", "m".repeat(80)],
  ["video", "create", "fox", "--first-frame", `${"x".repeat(150)}.png`],
  ["video", "status", ID_OF_64],
  ["video", "status", ID_OF_64, "--external"],
  ["plan", `${"x".repeat(150)}.yaml`],
  ["jobs", "show", ID_OF_64],
  ["jobs", "--state", "s".repeat(80)],
  ["wait", ID_OF_64],
  ["spec", "errors", "c".repeat(80)],
];

test.each(HOSTILE_LINES.map((words) => [words.join(" ").slice(0, 40), words] as const))(
  "fits the terminal with a word that is wider: kling %s",
  async (_, words) => {
    for (const columns of WIDTHS) {
      const { stdout, stderr } = await bench.run(words, { isTty: true, columns, answer: "y" });
      const shown = widest(`${stdout}\n${stderr}`);
      expect(shown.width, `at ${columns}: ${shown.line}`).toBeLessThanOrEqual(columns);
      expect(stdout + stderr).not.toBe("");
    }
  },
);

test.each(LINES)("fits the terminal: kling %s", async (line) => {
  const words = line.split(" ").map((word) => ids[word] ?? word);
  for (const columns of WIDTHS) {
    for (const env of DIFFERS_AT_SERVICE.test(line) ? [{}, REAL] : [{}]) {
      const { stdout, stderr } = await bench.run(words, { isTty: true, columns, env, answer: "y" });
      const shown = widest(`${stdout}\n${stderr}`);
      expect(shown.width, `at ${columns}: ${shown.line}`).toBeLessThanOrEqual(columns);
      expect(stdout + stderr).not.toBe("");
    }
  }
});
