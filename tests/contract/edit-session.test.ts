import { createTestEmulator, TEST_API_KEY, type TestEmulator } from "@klingkit/testkit";
import { ConfigError, createKling, ResponseError } from "klingkit";
import { describe, expect, it } from "vitest";

const HOUR_MS = 3_600_000;
const VIDEO = { videoUrl: "https://example.com/a.mp4" };
const CENTRE = { x: 0.5, y: 0.25 };

/** A client whose clock is the emulator's, with the paths that it has called. */
function clientOf({ baseUrl, control, fetch }: TestEmulator) {
  const calls: string[] = [];
  const kling = createKling({
    apiKey: TEST_API_KEY,
    baseUrl,
    clock: { nowMs: control.nowMs, sleep: () => Promise.resolve() },
    fetch: (input, init) => {
      const request = new Request(input, init);
      calls.push(new URL(request.url).pathname.split("/").at(-1) ?? "");
      return fetch(request);
    },
  });
  return { kling, calls };
}

describe("editing sessions", () => {
  it("select, show the mask, preview and give the body of the edit", async () => {
    await using emulator = await createTestEmulator();
    const { kling } = clientOf(emulator);
    const session = await kling.edits.open(VIDEO);
    expect(session.state()).toMatchObject({
      widthPx: 1280,
      heightPx: 720,
      durationSeconds: 5,
      frameCount: 120,
    });
    const { masks, warning } = await session.select(3, [CENTRE]);
    expect(warning).toBeUndefined();
    expect(masks).toMatchObject([{ objectId: 0, widthPx: 1280, heightPx: 720 }]);
    expect(masks[0]?.data[180 * 1280 + 640]).toBe(1);
    expect(await session.preview()).toMatchObject({ videoUrl: expect.stringContaining(".mp4") });
    const body = await session.body({ edit_mode: "removal", prompt: "Delete it from <<<video_1>>>" });
    expect(body).toMatchObject({ session_id: session.state().sessionId, duration: "5" });
    expect(await kling.edits.apply(body)).toMatchObject({ status: "submitted", product: "multi-elements" });
    expect((await session.unselect(3, [CENTRE])).masks).toEqual([]);
    expect(session.state().selections).toEqual([]);
  });

  it("are opened again after 24 hours, with all selections", async () => {
    await using emulator = await createTestEmulator();
    const { kling, calls } = clientOf(emulator);
    const first = await kling.edits.open(VIDEO);
    await first.select(0, [CENTRE]);
    await first.select(9, [CENTRE, { x: 0.1, y: 0.1 }]);
    const saved = JSON.parse(JSON.stringify(first.state()));
    await emulator.control.advance(24 * HOUR_MS);
    calls.length = 0;
    const session = kling.edits.resume(saved);
    await session.preview();
    expect(calls).toEqual(["init-selection", "add-selection", "add-selection", "preview-selection"]);
    expect(session.state()).toMatchObject({ selections: saved.selections });
    expect(session.state().sessionId).not.toBe(saved.sessionId);
  });

  it("refuse beyond 10 points, 10 frames and the frames of the video before anything is sent", async () => {
    await using emulator = await createTestEmulator();
    const { kling, calls } = clientOf(emulator);
    const session = await kling.edits.open(VIDEO);
    const points = Array.from({ length: 10 }, (_, at) => ({ x: at / 10, y: 0.5 }));
    await session.select(0, points);
    for (let frame = 1; frame < 10; frame += 1) await session.select(frame, [CENTRE]);
    calls.length = 0;
    await expect(session.select(0, [{ x: 0.95, y: 0.5 }])).rejects.toThrow(ConfigError);
    await expect(session.select(10, [CENTRE])).rejects.toThrow("10 frames are marked already");
    await expect(session.select(120, [CENTRE])).rejects.toThrow("frames 0 to 119");
    await expect(session.unselect(1, [{ x: 0.9, y: 0.9 }])).rejects.toThrow("has no point (0.9, 0.9)");
    expect(calls).toEqual([]);
  });

  it("need a selection for a removal", async () => {
    await using emulator = await createTestEmulator();
    const session = await clientOf(emulator).kling.edits.open(VIDEO);
    await expect(session.body({ edit_mode: "removal", prompt: "x" })).rejects.toThrow("needs a selection");
  });

  it("throw where the service answers with a status", async () => {
    await using emulator = await createTestEmulator({ switches: { assumedInputSeconds: 6 } });
    const { kling } = clientOf(emulator);
    await expect(kling.edits.open(VIDEO)).rejects.toThrow(ResponseError);
    await expect(kling.edits.open(VIDEO)).rejects.toThrow(
      /status 1.*2 to 5 or 7 to 10 seconds.*Nothing was charged/,
    );
  });

  it("warn of a mask at the mirrored place, and reach the right one when told so", async () => {
    await using emulator = await createTestEmulator({ switches: { editPointAxis: "up" } });
    const { kling } = clientOf(emulator);
    const session = await kling.edits.open(VIDEO);
    expect((await session.select(0, [CENTRE])).warning).toMatch(/mirrored place.*pointAxis 'up'/);
    const told = kling.edits.resume({ ...session.state(), selections: [] }, { pointAxis: "up" });
    const { masks, warning } = await told.select(1, [CENTRE]);
    expect(warning).toBeUndefined();
    expect(masks[0]?.data[180 * 1280 + 640]).toBe(1);
  });
});
