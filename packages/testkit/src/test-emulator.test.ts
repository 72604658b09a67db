import { describe, expect, it } from "vitest";
import { createTestEmulator, startTestEmulator } from "./test-emulator.ts";

describe.each([
  ["in process", createTestEmulator],
  ["over loopback", startTestEmulator],
])("a test emulator %s", (_, make) => {
  it("makes a task, finishes it when the clock is moved, and answers to its own fetch", async () => {
    await using emulator = await make();
    const created = await emulator.call("POST", "/text-to-video/kling-3.0-turbo", { prompt: "A fox" });
    expect(created).toMatchObject({ status: 200, body: { code: 0, data: { status: "submitted" } } });
    await emulator.control.advance(3_600_000);
    const listed = await emulator.call("POST", "/tasks", {});
    expect(listed.body).toMatchObject({ data: { result: [{ status: "succeeded" }], count: 1 } });
    expect(emulator.control.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 0 });
  });

  it("stands still until it is moved", async () => {
    await using emulator = await make();
    const before = emulator.control.nowMs();
    await emulator.call("POST", "/tasks", {});
    expect(emulator.control.nowMs()).toBe(before);
  });
});
