import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { API_KEY, type Bench, createBench } from "../testing/kling-bench.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
  await writeFile(join(bench.folder, "b.yaml"), "requests: [{ name: fox, prompt: a fox, model: kling-v3 }]");
});
afterEach(() => bench.close());

const refused = () =>
  Promise.reject(
    new TypeError("fetch failed", { cause: Object.assign(new Error("no"), { code: "ECONNREFUSED" }) }),
  );

/** The first probes meet this. */
function flap(times: number, answer: () => Promise<Response>): void {
  let left = times;
  bench.intercept(({ url }) => {
    if (!url.endsWith("/_emulator/info") || left === 0) return Promise.resolve(undefined);
    left -= 1;
    return answer();
  });
}

test.each([
  ["nothing listens for a moment", refused],
  ["a gateway answers for it for a moment", async () => new Response("<html>", { status: 502 })],
])("waits for an emulator that restarts: %s", async (_, answer) => {
  flap(3, answer);
  const { exitCode, stdout } = await bench.run("run b.yaml");
  expect(exitCode).toBe(0);
  expect(stdout).toContain('"collected"');
  const [task] = bench.emulator.control.tasks();
  expect(task).toBeDefined();
});

test("takes an address of this machine where nothing answers for neither emulator nor service, and sends nothing", async () => {
  bench.intercept(refused);
  // A worker waits for the emulator: see worker.test.ts.
  for (const line of ["run b.yaml --approve", "resume"]) {
    const { exitCode, error } = await bench.run(line);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "connection_error" });
    expect(error["message"]).toContain("ECONNREFUSED");
    expect(error["message"]).toContain("Nothing was sent");
    expect(error["message"]).not.toContain(API_KEY);
  }
  expect(new Set(bench.requests)).toEqual(new Set(["GET /_emulator/info"]));
});
