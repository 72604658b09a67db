import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestEmulator } from "../../testing/test-emulator.ts";

let dataDir = "";
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "klingkit-keep-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

const STANDARD = "/text-to-video/kling-3.0";
const LATER_MS = 600_000;

describe("state that is kept in a folder", () => {
  it("survives a restart: tasks, external ids, units, journal and links", async () => {
    const first = await createTestEmulator({ dataDir, initialUnits: 100 });
    const body = { prompt: "x", settings: { duration: 3 }, options: { external_task_id: "mine" } };
    const { data } = await first.call("POST", STANDARD, body);
    await first.control.advance(LATER_MS);
    const before = await first.call("GET", `/tasks?task_ids=${data.id}`);
    const file = await (await first.emulator.fetch(new Request(before.data[0].outputs[0].url))).bytes();
    const counts = first.control.journal();
    await first.emulator.close();

    const second = await createTestEmulator({ dataDir, initialUnits: 100 });
    const after = await second.call("GET", "/tasks?external_task_ids=mine");
    expect(after.data).toEqual(before.data);
    expect(second.control.journal()).toEqual(counts);
    expect((await second.call("POST", STANDARD, body)).body.message).toBe(
      "External_task_id mine already exists",
    );
    const costs = await second.call("GET", `/account/costs?start_time=1&end_time=${second.control.nowMs()}`);
    expect(costs.data.resource_pack_subscribe_infos[0].remaining_quantity).toBe(98.2);
    const again = await (await second.emulator.fetch(new Request(after.data[0].outputs[0].url))).bytes();
    expect(Buffer.compare(file, again)).toBe(0);
    await second.emulator.close();
  });

  it("goes on with running tasks, and holds their slots", async () => {
    const first = await createTestEmulator({ dataDir, concurrency: 1 });
    const { data } = await first.call("POST", STANDARD, { prompt: "x" });
    await first.control.advance(10_000);
    await first.emulator.close();

    const second = await createTestEmulator({ dataDir, concurrency: 1 });
    expect((await second.call("POST", STANDARD, { prompt: "x" })).status).toBe(429);
    await second.control.advance(LATER_MS);
    expect((await second.call("GET", `/tasks?task_ids=${data.id}`)).data[0].status).toBe("succeeded");
    const next = await second.call("POST", STANDARD, { prompt: "x" });
    expect(BigInt(next.data.id)).toBeGreaterThan(BigInt(data.id));
    expect(next.body.request_id).not.toBe(data.request_id);
    await second.emulator.close();
  });

  it("is there after the process was killed, because a create is answered only when it is durable", async () => {
    const first = await createTestEmulator({ dataDir });
    const { data } = await first.call("POST", STANDARD, { prompt: "x" });
    // No close: reading the file as it is now is what a new process would find.
    const { createKeptReader } = await import("./kept-record.ts");
    const { readFile } = await import("node:fs/promises");
    const reader = createKeptReader();
    const lines = (await readFile(join(dataDir, "log.ndjson"), "utf8")).trimEnd().split("\n").slice(1);
    for (const line of lines) reader.read(JSON.parse(line)[1]);
    expect([...reader.state().tasks.keys()]).toEqual([data.id]);
    await first.emulator.close();
  });

  it("forgets what was reset", async () => {
    const first = await createTestEmulator({ dataDir });
    await first.call("POST", STANDARD, { prompt: "x" });
    first.control.reset();
    await first.emulator.close();
    const second = await createTestEmulator({ dataDir });
    expect([second.control.tasks(), second.control.journal().creates]).toEqual([[], 0]);
    await second.emulator.close();
  });
});
