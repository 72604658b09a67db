import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";
import { makePng } from "../testing/make-png.ts";

const NO_KEY = { KLING_API_KEY: undefined };
const PNG = makePng(320, 320);

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

test("prints the documented keys, then its own id and its job", async () => {
  const { json, exitCode } = await bench.run(["video", "create-from-text", "a fox"]);
  expect(exitCode).toBe(0);
  expect(Object.keys(json)).toEqual([
    "success",
    "task_id",
    "status",
    "external_task_id",
    "route",
    "estimate",
    "units",
    "job",
    "batch",
  ]);
  expect(json).toMatchObject({ success: true, status: "submitted", route: "v1/text2video:kling-v3" });
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 1 });
});

test.each([
  ["no model", "create-from-text", "", "v1/text2video:kling-v3"],
  ["a model_name", "create-from-text", "-m kling-v2-6", "v1/text2video:kling-v2-6"],
  ["a standard name", "create-from-text", "-m kling-3.0", "text-to-video:kling-3.0"],
  ["no model for omni", "create", "", "v1/omni-video:kling-v3-omni"],
  ["a standard omni name", "create", "-m kling-o1", "omni-video:kling-o1"],
])("takes the right route for %s", async (_, command, flags, route) => {
  const words = ["video", command, "a fox", ...flags.split(" ").filter(Boolean), "--dry-run"];
  expect((await bench.run(words, { env: NO_KEY })).json).toMatchObject({
    success: true,
    dry_run: true,
    route,
  });
});

test("shows the payload, the cost and warnings in a dry run, without key, request or task", async () => {
  const words = [
    "video",
    "create-from-text",
    "a fox",
    "--duration",
    "7",
    "--ratio",
    "9:16",
    "--sound",
    "--dry-run",
  ];
  const { json } = await bench.run(words, { env: NO_KEY });
  expect(json).toMatchObject({
    state: "verified",
    method: "POST",
    path: "/v1/videos/text2video",
    payload: { model_name: "kling-v3", prompt: "a fox", sound: "on", aspect_ratio: "9:16", duration: "7" },
    estimate: { units: 6.3, usd: 0.882 },
    warnings: [],
  });
  expect(bench.requests).toEqual([]);
});

test.each([
  ["image", { units: 9, usd: 1.26, seconds: 10 }],
  ["video", { units: 27, usd: 3.78, seconds: 30 }],
])(
  "says the most that a motion of unknown length can cost, with orientation %s",
  async (orientation, most) => {
    const inputs = "-i https://example.com/a.png -v https://example.com/b.mp4";
    const line = `video create-motion-control ${inputs} -o ${orientation} --dry-run`;
    const { json } = await bench.run(line);
    expect(json["estimate"]).toMatchObject({ units: "unknown", reason: expect.any(String), at_most: most });
    const { stdout } = await bench.run(line, { isTty: true });
    expect(stdout).toMatch(
      new RegExp(`at most ${most.units} units \\(US\\$ ${most.usd.toFixed(2)}; 0.9 units`),
    );
  },
);

test("shows a local image as name, size and sha256, and sends it as bare base64", async () => {
  await writeFile(join(bench.folder, "fox.png"), PNG);
  const dry = await bench.run("video create-from-image -i fox.png --dry-run");
  expect(dry.stderr).toBe("");
  expect(dry.json["payload"]).toMatchObject({
    image: {
      name: expect.stringContaining("fox.png"),
      bytes: expect.any(Number),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  });
  const bodies: unknown[] = [];
  bench.intercept(async (request) => {
    if (request.method === "POST") bodies.push(await request.json());
    return undefined;
  });
  await bench.run("video create-from-image -i fox.png");
  expect(bodies).toEqual([expect.objectContaining({ image: PNG.toString("base64") })]);
});

test("takes the prompt from standard input and from a file, trimmed", async () => {
  await writeFile(join(bench.folder, "prompt.txt"), "  a badger\n");
  const piped = await bench.run("video create-from-text --dry-run", { stdin: " a hare \n" });
  const read = await bench.run("video create-from-text -f prompt.txt --dry-run");
  expect(piped.json["payload"]).toMatchObject({ prompt: "a hare" });
  expect(read.json["payload"]).toMatchObject({ prompt: "a badger" });
});

test("waits, downloads and prints the file", async () => {
  const { json, stderr, exitCode } = await bench.run(["video", "create-from-text", "a fox", "-o", "fox.mp4"]);
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
  expect(Object.keys(json)).toEqual([
    "success",
    "task_id",
    "status",
    "video_id",
    "duration",
    "external_task_id",
    "file",
    "files",
    "route",
    "estimate",
    "units",
    "job",
    "batch",
  ]);
  expect(json["file"]).toBe(join(bench.folder, "fox.mp4"));
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
});

test("reports a task that fails while it waits", async () => {
  bench.emulator.control.setFaults([{ action: { type: "fail-task" } }]);
  const { exitCode, error } = await bench.run(["video", "create-from-text", "a fox", "--wait"]);
  expect(exitCode).toBe(7);
  expect(error).toMatchObject({ code: "content_policy", task_id: expect.any(String) });
});

test("says of a failed task what failed, that it costs nothing, and the command that buys it again: resuming would do nothing", async () => {
  bench.emulator.control.setFaults([{ action: { type: "fail-task", message: "boom" } }]);
  const { error } = await bench.run(["video", "create-from-text", "a fox", "--wait"]);
  expect(error["message"]).toBe(
    `The service could not make the video of task ${error["task_id"]}: boom. Nothing was charged. Change the request, or send the same again: \`kling jobs retry ${error["job"]}\`.`,
  );
  expect(Object.keys(error)).toEqual([
    "code",
    "message",
    "task_id",
    "external_task_id",
    "job",
    "batch",
    "look_up",
    "may_have_charged",
  ]);
  bench.emulator.control.setFaults([]);
  const again = await bench.run(["jobs", "retry", String(error["job"])]);
  expect(again.exitCode).toBe(0);
});

test("ends with 8 and the way on when a task outlasts the wait", async () => {
  bench.intercept(async (request) => {
    const [task] = bench.emulator.control.tasks();
    if (task && request.method === "GET") bench.emulator.control.setTask(task.id, { to: "stuck" });
    return undefined;
  });
  const words = ["video", "create-from-text", "a fox", "--wait", "--timeout", "60"];
  const { exitCode, error } = await bench.run(words);
  expect(exitCode).toBe(8);
  expect(error).toMatchObject({
    code: "still_pending",
    task_id: expect.any(String),
    job: expect.stringMatching(/^j/),
    look_up: expect.stringMatching(/^kling video status \d+ --type text2video$/),
    resume: "kling resume",
  });
});

test("a prompt beyond the limit of the route is refused with the route that would take it", async () => {
  const { exitCode, error } = await bench.run(["video", "create-from-text", "x".repeat(2501)]);
  expect(exitCode).toBe(2);
  expect(error).toMatchObject({
    code: "invalid_prompt",
    message: expect.stringMatching(/has 2501 characters.*text-to-video:(\S+) takes it: .*`--model \1`/),
  });
});

test("what only the other service takes is refused with its endpoint", async () => {
  const { error } = await bench.run(["video", "create-from-text", "x".repeat(2501), "-m", "kling-v2-6"]);
  expect(error?.["message"]).toMatch(
    /Higgsfield's kling-video\/v2\.6\/pro\/text-to-video takes it: .*`--service higgsfield --model kling-2\.6`/,
  );
});

test("a misspelt name of an input is no reason to pay another service", async () => {
  const image = "https://example.com/a.png";
  const { error } = await bench.run(["video", "create", "@image1s dances", "--ref-image", image]);
  expect(error?.["message"]).toContain("names no input of this request");
  expect(error?.["message"]).not.toMatch(/takes it|higgsfield/i);
});

test.each([
  ["video create-from-text", "missing_prompt"],
  ["video create-from-text fox -d 99", "invalid_duration"],
  ["video create-from-text fox -d five", "invalid_duration"],
  ["video create-from-text fox -r 4:3", "invalid_ratio"],
  ["video create-from-text fox --mode max", "invalid_mode"],
  ["video create-from-text fox --mode 4k -m kling-v2-6", "invalid_mode"],
  ["video create-from-text fox --cfg-scale 2", "invalid_cfg_scale"],
  ["video create-from-text fox -m kling-9", "invalid_model"],
  ["video create-from-text fox -m kling-v1", "invalid_model"],
  ["video create-from-text fox -m kling-video-o1", "invalid_model"],
  ["video create-from-text fox --camera-control zoom", "invalid_camera_control"],
  ['video create-from-text fox --camera-control {"type":"down_back"}', "incompatible_camera_control"],
  ['video create-from-text fox --camera-control {"type":"zoom_in"}', "invalid_camera_control"],
  ["video create-from-text fox -m kling-v2-6 --sound", "incompatible_sound"],
  ["video create-from-text fox --no-such-flag", "usage_error"],
  ["video create-from-text -f nothing.txt", "prompt_file_error"],
  ["video create-from-text fox -o fox.avi", "invalid_format"],
  ["video create-from-text fox --timeout 0", "invalid_timeout"],
  ["video create-from-text fox --callback-url nowhere", "invalid_callback_url"],
  ["video create-from-text fox --region mars", "invalid_region"],
  ["video create-from-text fox --profile nobody", "invalid_profile"],
  ["video create-from-image", "missing_image"],
  ["video create-from-image -i nothing.png", "image_not_found"],
  [
    "video create-from-image -i https://example.com/a.png --static-mask nothing.png -m kling-v1-5",
    "mask_not_found",
  ],
  [
    "video create-from-image -i https://example.com/a.png --static-mask https://example.com/m.png",
    "incompatible_motion_brush",
  ],
  ["video create-from-image -i https://example.com/a.png --dynamic-mask []x", "invalid_dynamic_mask"],
  ["video create-from-image -i https://example.com/a.png --voice 1", "incompatible_voice"],
  ["video create-from-image -i https://example.com/a.png --voice 1 --sound", "incompatible_voice"],
  [
    "video create-from-image -i https://example.com/a.png --last-frame https://example.com/b.png -m kling-v2-6",
    "incompatible_last_frame",
  ],
  ["video create fox --last-frame https://example.com/b.png", "last_frame_requires_first"],
  ["video create fox -i nothing.png", "frame_not_found"],
  ["video create fox --ref-image nothing.png", "ref_image_not_found"],
  [
    "video create fox --ref-video https://a.example/a.mp4 --base-video https://a.example/b.mp4",
    "conflicting_video_flags",
  ],
  ["video create fox --ref-video clip.mp4", "invalid_video"],
  ["video create fox -i https://example.com/a.png -r 16:9", "invalid_ratio"],
  [`video create fox ${"--ref-image https://example.com/a.png ".repeat(8)}`, "too_many_images"],
  ["video create fox --element abc", "invalid_element"],
  ["video create-motion-control -v https://example.com/b.mp4", "missing_image"],
  ["video create-motion-control -i https://example.com/a.png", "missing_video"],
  [
    "video create-motion-control -i https://example.com/a.png -v https://example.com/b.mp4 -o up",
    "invalid_orientation",
  ],
])("refuses `kling %s` as %s, without credentials and without a request", async (line, code) => {
  const { exitCode, stdout, error } = await bench.run(line, { env: NO_KEY });
  expect({ code: error["code"], exitCode, stdout }).toEqual({ code, exitCode: 2, stdout: "" });
  expect(error["message"]).not.toBe("");
  expect(bench.requests).toEqual([]);
});

const LOCAL_CALLBACK = "video create-from-text fox --dry-run --callback-url http://localhost:3000/cb";

test.each([
  LOCAL_CALLBACK,
  "video create-from-image --dry-run -i http://192.168.1.20/a.png",
  "video create fox --dry-run --ref-video http://nas.local/a.mp4",
])("refuses the address that the service cannot reach: kling %s", async (line) => {
  const { exitCode, error } = await bench.run(line, { env: { ...NO_KEY, KLING_BASE_URL: undefined } });
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "unreachable_address" });
});

test("warns of a callback address on this machine where the service is an emulator there", async () => {
  const { exitCode, json } = await bench.run(LOCAL_CALLBACK);
  expect(exitCode).toBe(0);
  expect(json["warnings"]).toMatchObject([{ rule: "private-address", path: "callback_url" }]);
});

test("with a key of Higgsfield alone, names the flag that buys there", async () => {
  const { error } = await bench.run("video create-from-text fox", {
    env: { ...NO_KEY, HF_CREDENTIALS: "id:secret" },
  });
  expect(error["message"]).toMatch(/Only a key of Higgsfield is set.*add `--service higgsfield`\.$/);
});

test("asks for credentials before it reads files", async () => {
  await writeFile(join(bench.folder, "fox.png"), "no picture");
  const without = await bench.run("video create-from-image -i fox.png", { env: NO_KEY });
  const withKey = await bench.run("video create-from-image -i fox.png");
  expect({ exitCode: without.exitCode, code: without.error["code"] }).toEqual({
    exitCode: 4,
    code: "missing_api_key",
  });
  expect({ exitCode: withKey.exitCode, code: withKey.error["code"] }).toEqual({
    exitCode: 2,
    code: "image_read_error",
  });
});

test("a key pair cannot create on the standard path, and says so without sending it", async () => {
  const env = { ...NO_KEY, KLING_ACCESS_KEY: "ak-0123456789", KLING_SECRET_KEY: "sk-0123456789" };
  const { exitCode, error } = await bench.run("video create-from-text fox -m kling-3.0", { env });
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 4, code: "auth_error" });
  expect(bench.requests).toEqual([]);
});

test.each([
  [
    "voice create Ana --voice-url https://example.com/ana.mp3 --wait",
    / {2}voice id +\d+\n[\s\S]*-o result\.mp3\n/,
  ],
  [
    "voice create Ana --voice-url https://example.com/ana.mp3 -o ana.mp3",
    /^saved .*ana\.mp3\n {2}voice id +\d+\n/,
  ],
  ["image create fox --wait", /-o result\.png\n/],
])(
  "a person is shown what later requests take, and the right name of a file: kling %s",
  async (line, end) => {
    const { stdout } = await bench.run(line, { isTty: true, env: { NO_COLOR: "1" } });
    expect(stdout).toMatch(end);
    expect(stdout).not.toContain(".mp4");
  },
);

test("an element has no file to download", async () => {
  const { writeFile } = await import("node:fs/promises");
  await writeFile(
    join(bench.folder, "b.json"),
    JSON.stringify({
      element_name: "Mia",
      element_description: "a girl",
      reference_type: "image_refer",
      element_image_list: {
        frontal_image: "https://example.com/a.png",
        refer_images: [{ image_url: "https://example.com/b.png" }],
      },
    }),
  );
  const { stdout } = await bench.run("element create --body b.json --wait", {
    isTty: true,
    env: { NO_COLOR: "1" },
  });
  expect(stdout).toMatch(/ {2}element id +\d+\n/);
  expect(stdout).not.toMatch(/download|\.element/);
});

test("the last lines of a purchase say what was charged, or is held for it", async () => {
  const shown = { isTty: true, env: { NO_COLOR: "1" } };
  const sent = await bench.run("video create-from-text fox --model kling-v3", shown);
  expect(sent.stdout).toMatch(
    /\n {2}cost +No charge \(emulator\)\.\n {2}reserved +about 3 units \(US\$ 0\.42\), until .*\n$/,
  );
  const saved = await bench.run("video create-from-text owl --model kling-v3 -o owl.mp4", shown);
  expect(saved.stdout).toMatch(
    /^saved .*\n {2}cost +No charge \(emulator\)\. At list price: 3 units \(US\$ 0\.42\)\n$/,
  );
  const real = { ...shown, env: { ...shown.env, KLING_BASE_URL: "http://192.0.2.1:9" } };
  const paid = await bench.run("video create-from-text elk --model kling-v3 --wait --approve", real);
  expect(paid.stdout).toMatch(/\n {2}charged +3 units \(US\$ 0\.42\) at list price\n$/);
});
