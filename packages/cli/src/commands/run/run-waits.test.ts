import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { API_KEY, type Bench, createBench } from "../../testing/kling-bench.ts";

const BATCH = `
purpose: waits
requests:
  - { name: fox, prompt: a fox, model: kling-v3 }
  - { name: hare, prompt: a hare, model: kling-v3 }
`;

const MS_PER_DAY = 86_400_000;

let bench: Bench;

beforeEach(async () => {
  bench = await createBench({ concurrency: 2 });
  await writeFile(join(bench.folder, "b.yaml"), BATCH);
});
afterEach(() => bench.close());

const lines = (stdout: string): readonly Record<string, unknown>[] =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

const creates = () => bench.requests.filter((line) => line === "POST /v1/videos/text2video").length;

/** Nobody listens where creates go. */
function cutOff(): void {
  bench.intercept(({ method }) =>
    method === "POST"
      ? Promise.reject(
          new TypeError("fetch failed", { cause: Object.assign(new Error("no"), { code: "ECONNREFUSED" }) }),
        )
      : Promise.resolve(undefined),
  );
}

const seconds = () => bench.emulator.control.nowMs() / 1000;

test("ends with exit 1 and the reason when the service cannot be reached, after few tries and one event", async () => {
  cutOff();
  const startedAt = seconds();
  const { exitCode, stdout, error } = await bench.run("run b.yaml");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "jobs_held" });
  expect(error["message"]).toContain("cannot be reached");
  expect(error["message"]).toContain("Nothing was sent and nothing was charged.");
  expect(error["may_have_charged"]).toBe("no");
  expect(error["message"]).toContain("kling resume");
  expect(seconds() - startedAt).toBeLessThan(240);
  expect(creates()).toBeLessThanOrEqual(8);
  const stopped = lines(stdout).filter(({ event }) => event === "pool-stopped");
  expect(stopped).toMatchObject([{ pool: "kling-3.0/video", code: "KLINGKIT_CONNECTION" }]);
  expect(lines(stdout).filter(({ event }) => event === "pool-waits")[0]).toMatchObject({
    why: "unreachable",
    next_try_at: expect.stringMatching(/^2026-/),
  });
});

test("gives a reason that stops several jobs once, though each refusal names a request of its own", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1102 } },
  ]);
  const { error } = await bench.run("run b.yaml");
  expect(error["jobs"]).toHaveLength(2);
  expect(error["reasons"]).toEqual([expect.stringContaining("code 1102")]);
});

test("tries again at once when the command is typed again", async () => {
  cutOff();
  await bench.run("run b.yaml");
  bench.intercept(undefined);
  const { exitCode, stdout } = await bench.run("run b.yaml");
  expect(exitCode).toBe(0);
  expect(lines(stdout).at(-1)).toMatchObject({ counts: { collected: 2 } });
  expect(bench.emulator.control.journal()).toMatchObject({ accepted: 2 });
});

test.each(["run b.yaml --timeout 5", "resume --timeout 5"])(
  "%s stops waiting then, with exit 8, and nothing is lost",
  async (line) => {
    await bench.run("run b.yaml --timeout 1");
    const { exitCode, error } = await bench.run(line);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 8, code: "still_pending" });
    expect(error["message"]).toContain("2 jobs are not done after 5 s");
    expect(error).toMatchObject({ resume: "kling resume", may_have_charged: "yes" });
    expect((await bench.run("resume")).exitCode).toBe(0);
    expect(bench.emulator.control.journal()).toMatchObject({ accepted: 2, billed: 2 });
  },
);

test("a --timeout that ends during a read gives no failed read as a reason, and says how to continue", async () => {
  let reads = 0;
  bench.intercept(({ method, url, signal }) => {
    const isRead = !url.includes("/_emulator/") && (method === "GET" || url.endsWith("/tasks"));
    if (!isRead) return Promise.resolve(undefined);
    reads += 1;
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  });
  const { exitCode, error } = await bench.run("run b.yaml --timeout 90");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 8, code: "still_pending" });
  expect(reads).toBeGreaterThan(0);
  expect(error["message"]).toBe(
    "2 jobs are not done after 90 s (--timeout). Nothing is lost: tasks that were created continue at the service. To continue, run `kling resume`.",
  );
  const { json } = await bench.run("jobs");
  expect(JSON.stringify(json)).not.toContain("aborted");
});

test("a file that seems to be gone is called gone once that is sure, and not before", async () => {
  await bench.run("video create-from-text fox --model kling-v3");
  await bench.emulator.control.advance(31 * MS_PER_DAY);
  const early = await bench.run("resume --timeout 20");
  expect(early).toMatchObject({ exitCode: 8, error: { code: "still_pending" } });
  expect(`${early.stdout}${early.stderr}`).not.toMatch(/is gone/);
  expect(early.error["message"]).toContain("klingkit asks again to be sure");
  expect((await bench.run("resume")).error["code"]).toBe("result_gone");
});

test("refuses a --timeout that is none before anything is sent", async () => {
  for (const line of ["run b.yaml --timeout soon", "resume --timeout 0"]) {
    const { exitCode, error } = await bench.run(line);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "invalid_timeout" });
  }
  expect(bench.requests).toEqual([]);
});

test("ends with exit 4 when every read refuses the key for minutes, and goes on with a right one", async () => {
  const refusal = JSON.stringify({ code: 1002, message: "api key not found", request_id: "r" });
  bench.intercept(async ({ url, method }) => {
    const isRead = !url.includes("/_emulator/") && (method === "GET" || url.endsWith("/tasks"));
    return isRead ? new Response(refusal, { status: 401 }) : undefined;
  });
  const startedAt = seconds();
  const { exitCode, error } = await bench.run("run b.yaml");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 4, code: "jobs_held" });
  expect(error["may_have_charged"]).toBe("yes");
  expect(error["message"]).toContain("api key not found");
  expect(seconds() - startedAt).toBeLessThan(600);
  bench.intercept(undefined);
  expect((await bench.run("resume")).exitCode).toBe(0);
});

test("a single create ends with what is wrong when the service cannot be reached, and leaves nothing behind", async () => {
  cutOff();
  const { exitCode, error } = await bench.run(["video", "create-from-text", "an owl"]);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "connection_error" });
  expect(error["message"]).toContain("Nothing was sent and nothing was charged.");
  bench.intercept(undefined);
  await bench.run("resume");
  expect(bench.emulator.control.tasks()).toEqual([]);
  expect((await bench.run("budget")).json["accounts"]).toMatchObject([{ held: 0, spent: 0 }]);
});

async function takeSlots(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    const request = new Request("http://127.0.0.1:9/v1/videos/text2video", {
      method: "POST",
      headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" },
      body: JSON.stringify({ model_name: "kling-v3", prompt: `of another client ${at}`, mode: "std" }),
    });
    await bench.emulator.fetch(request);
  }
}

test.each([
  ["a narrow terminal", { isTty: true, columns: 60 }],
  ["a board", { isTty: true }],
] as const)("tells people at %s that the account is full, and when the next try is", async (_, options) => {
  await takeSlots(2);
  const { stdout, exitCode } = await bench.run("run b.yaml", options);
  expect(exitCode).toBe(0);
  expect(stdout.replaceAll(/\s+/g, " ")).toMatch(/kling-v3: account full, next try in \d+ s\. The service/);
});

test("finds the slots of another client soon after they became free", async () => {
  await takeSlots(2);
  const { exitCode, stdout } = await bench.run("run b.yaml");
  expect(exitCode).toBe(0);
  const freeAtMs = Math.max(
    ...bench.emulator.control
      .tasks()
      .slice(0, 2)
      .map(({ plan }) => plan.endAtMs),
  );
  const accepted = lines(stdout).filter(({ event }) => event === "job-accepted");
  expect(accepted).toHaveLength(2);
  for (const { at } of accepted) expect(Date.parse(String(at)) - freeAtMs).toBeLessThan(15_000);
});

test("keeps the history of a job short that was refused again and again", async () => {
  bench.emulator.control.setFaults([
    { match: { method: "POST" }, action: { type: "business-error", code: 1302 } },
  ]);
  await bench.run("run b.yaml --timeout 900");
  expect(creates()).toBeLessThanOrEqual(40);
  const { json } = await bench.run("jobs --limit 1");
  const [job] = json["jobs"] as readonly { readonly job: string }[];
  const shown = await bench.run(`jobs show ${job?.job}`);
  expect((shown.json["events"] as readonly unknown[]).length).toBeLessThanOrEqual(41);
  expect(shown.json["ledger"]).toHaveLength(1);
  const { json: budget } = await bench.run("budget");
  expect(JSON.stringify(budget)).toContain('"held":6');
});

test("a board shows the whole reason and no time left while the service cannot be reached", async () => {
  cutOff();
  const { stdout } = await bench.run("run b.yaml", { isTty: true, columns: 80 });
  const frames = stdout
    .split("\u001b[J")
    .map((frame) => stripVTControlCharacters(frame).replaceAll(/\s+/g, " "));
  // The last picture leaves the reason to the error below it.
  const text = frames.findLast((frame) => frame.includes("kling-v3: ")) ?? "";
  const reason = text.slice(text.indexOf("kling-v3: "));
  expect(reason).toMatch(
    /^kling-v3: no connection .*\(ECONNREFUSED\).* Check the network and the base URL\./,
  );
  expect(reason).not.toContain("…");
  expect(`${text}${frames.at(-2)}`).not.toMatch(/about .* left/);
});
