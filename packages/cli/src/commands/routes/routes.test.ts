import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

test("lists routes, the best proved first, with fields of one's choice", async () => {
  const { json } = await bench.run("routes --json route,state");
  const routes = json["routes"];
  expect(Array.isArray(routes) && routes[0]).toEqual({ route: expect.any(String), state: "verified" });
  const { error } = await bench.run("routes --json nothing");
  expect(error["message"]).toContain("route, state, service, family");
});

test("lists the routes of Higgsfield, which a policy names as well", async () => {
  const { json } = await bench.run("routes --json route,state,service,model,path");
  expect(json["routes"]).toContainEqual({
    route: "kling-video/v3.0/std/text-to-video",
    state: "documented",
    service: "higgsfield",
    model: "kling-3.0",
    path: "/kling-video/v3.0/std/text-to-video",
  });
  const { error } = await bench.run("routes --state verified --json nothing");
  expect(error["message"]).toContain("service");
});

test("prints a status page: what is proved, what comes next, what needs a yes", async () => {
  const { stdout } = await bench.run("routes --report");
  expect(stdout).toMatch(/^# API status\n\nAs of \d{4}-\d\d-\d\d\.\n\n## Verified: 3\n/);
  expect(stdout).toContain("- `v1/text2video:kling-v3` (`POST /v1/videos/text2video`): LIVE 2026-03-30");
  expect(stdout).toContain("## What needs an explicit approval");
});

test("promotes no route by what an emulator made", async () => {
  await bench.run(["video", "create-from-text", "a fox", "-m", "kling-v2-6", "-o", "fox.mp4"]);
  const { json } = await bench.run("jobs");
  const jobs = json["jobs"];
  const id: unknown = Array.isArray(jobs) ? jobs[0].job : undefined;
  const { exitCode, error } = await bench.run(`routes promote ${String(id)}`);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "evidence_missing" });
  expect((await bench.run("routes promote nothing")).error["code"]).toBe("job_not_found");
  // A rehearsal with an approval proves no more.
  await writeFile(join(bench.folder, "b.yaml"), "requests: [{ prompt: an owl, model: kling-v2-6 }]");
  await bench.run("plan b.yaml -o plan.json");
  await bench.run("approve plan.json --by ana");
  await bench.run("run plan.json");
  const [approved] = Object((await bench.run("jobs")).json["jobs"]);
  const rehearsed = await bench.run(`routes promote ${approved.job}`);
  expect(rehearsed.error).toMatchObject({
    code: "evidence_missing",
    message: expect.stringContaining("what an emulator makes verifies nothing"),
  });
});
