import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createClipRenderer } from "@klingkit/emulator";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench, type RunOptions } from "../testing/kling-bench.ts";
import { makePng } from "../testing/make-png.ts";

const CREATE = ["video", "create-from-text", "a fox"] as const;
let bench: Bench;

beforeEach(async () => {
  bench = await createBench({ publicUrl: "https://results.example.com" });
});
afterEach(() => bench.close());

/** Emulated answers at an address that counts as the real service. */
const atService = (options: RunOptions = {}): RunOptions => ({
  ...options,
  env: { KLING_BASE_URL: "http://192.0.2.1:9", ...options.env },
});
const creates = () => bench.emulator.control.journal().creates;
const posts = () => bench.requests.filter((request) => request.startsWith("POST"));
const codeOf = ({ exitCode, error }: Awaited<ReturnType<Bench["run"]>>) => ({
  exitCode,
  code: error["code"],
});

test("buys at the real service with --approve, and puts on record who said yes", async () => {
  const { exitCode, json } = await bench.run([...CREATE, "--approve", "--by", "ana"], atService());
  expect({ exitCode, creates: creates() }).toEqual({ exitCode: 0, creates: 1 });
  const shown = await bench.run(`jobs show ${String(json["job"])} --json`);
  expect(shown.json).toMatchObject({ success: true });
  expect(shown.stdout).toContain(String(json["task_id"]));
});

test.each([
  ["an argument", [...CREATE], {}],
  ["standard input", ["video", "create-from-text"], { stdin: "a fox's den" }],
  ["an argument that looks like a flag", ["video", "create-from-text", "--", "-fox"], {}],
  [
    "an image and a video",
    ["video", "create-motion-control", "-i", "https://example.com/a.png", "-v", "https://example.com/b.mp4"],
    {},
  ],
] as const)("prints the command that would pass, for a prompt from %s", async (_, line, given) => {
  const { error } = await bench.run(line, atService(given));
  expect(error["code"]).toBe("approval_required");
  const words = shellWords(String(error["approve_with"]));
  expect(words.shift()).toBe("kling");
  expect((await bench.run(words, atService())).exitCode).toBe(0);
  expect(creates()).toBe(1);
});

/** Splits as a shell does, for words in single quotes. */
function shellWords(line: string): string[] {
  const words = line.match(/(?:'[^']*'|\\'|[^\s'\\]+)+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/'([^']*)'|\\(')/g, (_, text = "", quote = "") => `${text}${quote}`),
  );
}

test("buys what follows a video of unknown length for its ceiling at most", async () => {
  const inputs = ["-i", "https://example.com/a.png", "-v", "https://example.com/b.mp4", "-o", "video"];
  const line = ["video", "create-motion-control", "she dances", ...inputs, "--approve"];
  const small = await bench.run([...line, "--max-units", "26"], atService());
  expect(codeOf(small)).toEqual({ exitCode: 2, code: "approval_too_small" });
  expect(creates()).toBe(0);
  const { exitCode } = await bench.run([...line, "--max-units", "27"], atService());
  expect({ exitCode, creates: creates() }).toEqual({ exitCode: 0, creates: 1 });
});

test("refuses an image as name, size and sha256, never as its bytes", async () => {
  const png = makePng(320, 320);
  await writeFile(join(bench.folder, "fox.png"), png);
  const { stderr, error } = await bench.run("video create-from-image -i fox.png", atService());
  expect(error).toMatchObject({
    code: "approval_required",
    payload: {
      image: {
        name: expect.stringContaining("fox.png"),
        bytes: png.length,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    },
    plan_hash: expect.stringMatching(/^sha256:/),
  });
  expect(stderr).not.toContain(png.toString("base64").slice(0, 40));
});

test("does not run a plan for an emulator of this machine at a service that cannot reach its addresses", async () => {
  const callback = ["--callback-url", "http://localhost:3000/cb"];
  const saved = await bench.run([...CREATE, ...callback, "--save-plan", "fox.json"]);
  expect(saved.exitCode).toBe(0);
  const atService = { env: { KLING_BASE_URL: "https://kling.example" } };
  const { exitCode, error } = await bench.run("run fox.json --approve", atService);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "plan_stale" });
  expect(creates()).toBe(0);
});

test("takes a saved approval of the same plan, once", async () => {
  const withoutKey: RunOptions = { env: { KLING_API_KEY: undefined } };
  const saved = await bench.run([...CREATE, "--save-plan", "fox.json"], withoutKey);
  expect(saved.json).toMatchObject({
    dry_run: true,
    file: join(bench.folder, "fox.json"),
    next: "kling approve fox.json",
  });
  const approved = await bench.run("approve fox.json --by ana", withoutKey);
  expect(approved.json["plan_hash"]).toBe(saved.json["plan_hash"]);
  const other = await bench.run(["video", "create-from-text", "a hare"], atService());
  const first = await bench.run(CREATE, atService());
  const second = await bench.run(CREATE, atService());
  expect([other.exitCode, first.exitCode, second.exitCode]).toEqual([3, 0, 3]);
  expect(creates()).toBe(1);
});

test.each([
  ["a video", CREATE],
  ["an image", ["image", "create", "a fox"]],
])("the command after a saved plan of %s approves for the account of the same flags", async (_, create) => {
  const flags = "--store a.sqlite --profile default --base-url https://kling.example";
  const { json } = await bench.run([...create, "--save-plan", "fox.json", ...flags.split(" ")]);
  expect(json["next"]).toBe(`kling approve fox.json ${flags}`);
});

test("asks again for the same request, as another create for one purpose; other requests have their own", async () => {
  await bench.run([...CREATE, "--approve"], atService());
  const same = await bench.run([...CREATE, "--external-id", "mine-1"], atService());
  const other = await bench.run(["video", "create-from-text", "a hare"], atService());
  const several = "several-creates-for-one-purpose";
  expect(same.error["triggers"]).toEqual(["billable-create", several]);
  expect(other.error["triggers"]).toEqual(["billable-create"]);
  const named = ["--purpose", "launch"];
  await bench.run([...CREATE, ...named, "--approve"], atService());
  const variation = await bench.run(["video", "create-from-text", "a hare", ...named], atService());
  expect(variation.error).toMatchObject({ purpose: "launch", triggers: ["billable-create", several] });
  expect(creates()).toBe(2);
});

test("lets a policy approve within its limits, and not the same request twice", async () => {
  const policy = { kind: "klingkit.policy", version: 1, writtenBy: "ana", unitsPerRun: 3 };
  await writeFile(join(bench.folder, "policy.json"), JSON.stringify(policy));
  const line = [...CREATE, "--policy", "policy.json"];
  const first = await bench.run(line, atService());
  const again = await bench.run(line, atService());
  const dear = await bench.run([...line, "-d", "10", "--purpose", "dear"], atService());
  expect(first.exitCode).toBe(0);
  expect(codeOf(again)).toEqual({ exitCode: 3, code: "approval_required" });
  expect(codeOf(dear)).toEqual({ exitCode: 3, code: "budget_exceeded" });
  expect(creates()).toBe(1);
});

test("buys what is typed twice two times where nothing is spent", async () => {
  const [first, second] = [await bench.run(CREATE), await bench.run(CREATE)];
  expect(second.json["job"]).not.toBe(first.json["job"]);
  expect(creates()).toBe(2);
});

test("carries its own job only: others wait as before", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1303 } },
  ]);
  const waiting = await bench.run([...CREATE, "--timeout", "5"]);
  bench.emulator.control.setFaults([]);
  const { exitCode } = await bench.run(["video", "create-from-text", "a hare", "-o", "hare.mp4"]);
  expect({ exitCode, creates: bench.emulator.control.journal().accepted }).toEqual({
    exitCode: 0,
    creates: 1,
  });
  const { stdout } = await bench.run(`jobs show ${String(waiting.error["job"])} --json`);
  expect(stdout).toContain('"state": "approved"');
});

test("lets a pool try again that an earlier refusal had stopped, and leaves nothing behind for resume", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, nth: 1, action: { type: "business-error", code: 1102 } },
  ]);
  const refused = await bench.run(CREATE);
  expect(codeOf(refused)).toEqual({ exitCode: 1, code: "quota_exceeded" });
  expect((await bench.run(CREATE)).exitCode).toBe(0);
  await bench.run("resume");
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 2, refused: 1, accepted: 1, billed: 1 });
});

test("writes the file under the name that was asked for, keeps the one of an earlier job there, and says so", async () => {
  await bench.close();
  // Two clips that differ.
  bench = await createBench({ renderer: createClipRenderer() });
  await bench.run([...CREATE, "-o", "fox.mp4"]);
  const before = await readFile(join(bench.folder, "fox.mp4"));
  const line = ["video", "create-from-text", "a hare", "-o", "fox.mp4"];
  const { exitCode, stderr } = await bench.run(line, { isTty: true, env: { NO_COLOR: "1" } });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: expect.stringMatching(/fox\.mp4 was the file of job j\w+; that file is now fox-2\.mp4\./),
  });
  expect((await readFile(join(bench.folder, "fox.mp4"))).equals(before)).toBe(false);
  expect((await readFile(join(bench.folder, "fox-2.mp4"))).equals(before)).toBe(true);
});

test("keeps the files of each take together, where a request makes several under the same name", async () => {
  await bench.close();
  bench = await createBench({ renderer: createClipRenderer() });
  const line = "image create fox --n 2 --output fox.png";
  const takes = [];
  for (const suffix of ["", "-2", "-3"]) {
    const { json } = await bench.run(line);
    const contents = ["fox.png", "fox.2.png"].map((name) => readFile(join(bench.folder, name)));
    takes.push({ suffix, json, contents: await Promise.all(contents) });
    bench.emulator.control.advance(1000);
  }
  const [first, second, third] = takes;
  expect(Object(second?.json["warnings"])).toEqual(
    ["fox.png", "fox.2.png"].map((name) => ({
      message: expect.stringMatching(
        new RegExp(
          `^${name} was the file of job j\\w+; that file is now ${name.replace("fox", "fox-2")}\\.$`,
        ),
      ),
    })),
  );
  for (const [take, name] of [
    [first, "fox-2"],
    [second, "fox-3"],
    [third, "fox"],
  ] as const) {
    const now = [`${name}.png`, `${name}.2.png`].map((file) => readFile(join(bench.folder, file)));
    expect((await Promise.all(now)).map((one, at) => take?.contents[at]?.equals(one))).toEqual([true, true]);
  }
});

test("never replaces a file of the person's own under the name that was asked for, and says where the result is", async () => {
  const path = join(bench.folder, "fox.mp4");
  await writeFile(path, "mine");
  const { exitCode, json } = await bench.run([...CREATE, "-o", "fox.mp4"]);
  expect({ exitCode, json }).toMatchObject({
    exitCode: 0,
    json: {
      file: join(bench.folder, "fox-2.mp4"),
      warnings: expect.arrayContaining([
        {
          message:
            "fox.mp4 is a file that no job of the store has made: it was not changed, and the result is fox-2.mp4.",
        },
      ]),
    },
  });
  expect(await readFile(path, "utf8")).toBe("mine");
});

test("leaves a task that outlasts the wait to resume, which delivers under the same name; buys no second one for it", async () => {
  const line = [...CREATE, "-o", "fox.mp4", "--timeout", "5"];
  const late = await bench.run(line);
  expect(codeOf(late)).toEqual({ exitCode: 8, code: "still_pending" });
  expect(late.error).toMatchObject({
    task_id: expect.any(String),
    resume: "kling resume",
    may_have_charged: "yes",
  });
  expect(codeOf(await bench.run(line))).toEqual({ exitCode: 2, code: "output_taken" });
  expect((await bench.run("resume")).exitCode).toBe(0);
  expect((await stat(join(bench.folder, "fox.mp4"))).size).toBeGreaterThan(1000);
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
});

test("Ctrl-C while the answer is out loses nothing: resume adopts the task and fetches the file", async () => {
  const interrupt = new AbortController();
  bench.intercept(async (request) => {
    if (request.method !== "POST") return undefined;
    await bench.emulator.fetch(request);
    const { signal } = request;
    return new Promise((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      interrupt.abort();
    });
  });
  const stopped = await bench.run([...CREATE, "-o", "fox.mp4"], { signal: interrupt.signal });
  expect(codeOf(stopped)).toEqual({ exitCode: 130, code: "interrupted" });
  expect(stopped.error["may_have_charged"]).toBe("unknown");
  bench.intercept(undefined);
  expect((await bench.run("resume")).exitCode).toBe(0);
  expect(await bench.files()).toContain("fox.mp4");
  expect(bench.emulator.control.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
});

test("sends the image that was planned, or nothing", async () => {
  await writeFile(join(bench.folder, "fox.png"), makePng(320, 320));
  bench.intercept(async ({ url }) => {
    // After the plan was made and before the create is sent.
    if (url.includes("_emulator")) await writeFile(join(bench.folder, "fox.png"), makePng(330, 330));
    return undefined;
  });
  const env = { KLING_BASE_URL: "http://127.0.0.1:9" };
  const { exitCode, error } = await bench.run("video create-from-image -i fox.png", { env });
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "plan_stale" });
  expect(posts()).toEqual([]);
});

test("sends what every flag asks for", async () => {
  const bodies: unknown[] = [];
  bench.intercept(async (request) => {
    if (request.method === "POST") bodies.push(await request.json());
    return undefined;
  });
  const flags = ["--callback-url", "https://example.com/hook", "--external-id", "mine-1", "--watermark"];
  const { json } = await bench.run([...CREATE, "--mode", "pro", ...flags]);
  expect(json["external_task_id"]).toBe("mine-1");
  expect(bodies).toEqual([
    expect.objectContaining({
      mode: "pro",
      callback_url: "https://example.com/hook",
      external_task_id: "mine-1",
      watermark_info: { enabled: true },
    }),
  ]);
});

test("sends a retired model where that is allowed on both sides", async () => {
  const legacy = await createBench({ allowsRetiredModels: true });
  const line = "video create-from-text fox -m kling-v1 --allow-retired -o fox.mp4";
  const { exitCode, stderr } = await legacy.run(line).finally(() => legacy.close());
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
});

test("finds the type of a task in the store", async () => {
  const { json } = await bench.run("video create-from-text fox");
  const env = {
    KLING_API_KEY: undefined,
    KLING_ACCESS_KEY: "ak-0123456789",
    KLING_SECRET_KEY: "sk-0123456789",
  };
  await bench.run(`video status ${String(json["task_id"])}`, { env });
  expect(bench.requests).toContain(`GET /v1/videos/text2video/${String(json["task_id"])}`);
});

test("shows a person what it waits for", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1303 } },
  ]);
  const { stderr } = await bench.run([...CREATE, "--timeout", "30"], { isTty: true });
  expect(stderr).toContain("waiting for a free slot (kling-v3)");
  expect(stderr).toContain("still_pending");
});

test("says of a create that a pause keeps from being sent that the service cannot be reached, not that slots are taken", async () => {
  const noRoute = Object.assign(new Error("no"), { code: "ENOTFOUND" });
  bench.intercept(({ method }) =>
    method === "POST"
      ? Promise.reject(new TypeError("fetch failed", { cause: noRoute }))
      : Promise.resolve(undefined),
  );
  await bench.run([...CREATE, "--timeout", "6"]);
  const { exitCode, error } = await bench.run(["video", "create-from-text", "a hen", "--timeout", "1"]);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 8, code: "still_pending" });
  expect(error["message"]).toMatch(
    /^The service cannot be reached\. The create was not sent, and nothing was spent;/,
  );
  expect(posts().length).toBeGreaterThan(0);
});
