import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createClipRenderer } from "../../media/index.ts";
import { createTestEmulator, TEST_KEY } from "../../testing/test-emulator.ts";

let dataDir = "";
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "klingkit-restart-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

const STANDARD = "/text-to-video/kling-3.0";
const LATER_MS = 600_000;

describe("state that is saved in a folder", () => {
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

  it("continues running tasks, and holds their slots", async () => {
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

  it("is there after the process was killed, because a create is answered only when it is on disk", async () => {
    const first = await createTestEmulator({ dataDir });
    const { data } = await first.call("POST", STANDARD, { prompt: "x" });
    // The files as they are now are what a new process would find.
    const copy = join(dataDir, "copy");
    await mkdir(copy);
    for (const name of ["state.db", "state.db-wal"]) await copyFile(join(dataDir, name), join(copy, name));
    await first.emulator.close();

    const second = await createTestEmulator({ dataDir: copy });
    expect(second.control.tasks().map(({ id }) => id)).toEqual([data.id]);
    expect(second.control.journal()).toMatchObject({ creates: 1, accepted: 1 });
    await second.emulator.close();
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

  it("forgets one account and keeps the others", async () => {
    const first = await createTestEmulator({ dataDir });
    const other = { authorization: "Bearer api-key-kling-other" };
    await first.call("POST", STANDARD, { prompt: "x" });
    const { data } = await first.call("POST", STANDARD, { prompt: "x" }, other);
    first.control.reset(TEST_KEY);
    await first.emulator.close();
    const second = await createTestEmulator({ dataDir });
    expect(second.control.tasks().map(({ id }) => id)).toEqual([data.id]);
    expect(second.control.journal().creates).toBe(1);
    await second.emulator.close();
  });

  it("has the given images in the clip after a restart", async () => {
    const imageOf = async (seed: string) => {
      const bytes = await createClipRenderer().renderCover({
        widthPx: 320,
        heightPx: 320,
        durationSeconds: 1,
        hasAudio: false,
        seed,
        caption: { prompt: "", model: "", taskId: "" },
      });
      return Buffer.from(bytes).toString("base64");
    };
    const contents = [
      { type: "prompt", text: "x" },
      { type: "first_frame", url: await imageOf("image") },
      { type: "last_frame", url: await imageOf("another") },
    ];
    const resultOf = async (
      { call, emulator }: Awaited<ReturnType<typeof createTestEmulator>>,
      id: string,
    ) => {
      const { url } = (await call("GET", `/tasks?task_ids=${id}`)).data[0].outputs[0];
      return Buffer.from(await (await emulator.fetch(new Request(url))).bytes());
    };
    const first = await createTestEmulator({ dataDir });
    const { data } = await first.call("POST", "/image-to-video/kling-3.0", { contents });
    await first.control.advance(LATER_MS);
    const before = await resultOf(first, data.id);
    await first.emulator.close();
    const second = await createTestEmulator({ dataDir });
    expect((await resultOf(second, data.id)).equals(before)).toBe(true);
    await second.emulator.close();
  });
});
