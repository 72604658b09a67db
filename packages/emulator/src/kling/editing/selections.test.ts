import { decodeMask } from "@klingkit/spec";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { createTestEmulator, type Json } from "../../testing/test-emulator.ts";

const BASE = "/v1/videos/multi-elements";
const VIDEO = { video_url: "https://example.com/a.mp4" };
const HOUR_MS = 3_600_000;
type Tested = Awaited<ReturnType<typeof createTestEmulator>>;

const post = ({ call }: Tested, verb: string, body: object) =>
  call("POST", `${BASE}/${verb}-selection`, body);
const open = async (tested: Tested): Promise<string> => (await post(tested, "init", VIDEO)).data.session_id;
const at = (session_id: string, frame_index: number, ...points: readonly (readonly [number, number])[]) => ({
  session_id,
  frame_index,
  points: points.map(([x, y]) => ({ x, y })),
});
const masksOf = (answer: Json) => answer.data.res.rle_mask_list;

describe("editing sessions", () => {
  it("open with the measures of the video, and a link to it", async () => {
    const tested = await createTestEmulator();
    const { data } = await post(tested, "init", VIDEO);
    expect(data).toMatchObject({
      status: 0,
      final_unit_deduction: "0",
      fps: 24,
      original_duration: 5000,
      width: 1280,
      height: 720,
      total_frame: 120,
    });
    const file = await tested.emulator.fetch(new Request(data.normalized_video));
    expect([file.status, file.headers.get("content-type")]).toEqual([200, "video/mp4"]);
  });

  it("are refused by a status where the video is neither 2 to 5 nor 7 to 10 seconds long", async () => {
    const tested = await createTestEmulator({ switches: { assumedInputSeconds: 6 } });
    const { status, data } = await post(tested, "init", VIDEO);
    expect([status, data.status]).toEqual([200, 1]);
    const id = data.session_id;
    expect((await post(tested, "clear", { session_id: id })).body.message).toBe(
      `session not found or expired: ${id}`,
    );
  });

  it("end after 24 hours", async () => {
    const tested = await createTestEmulator();
    const session_id = await open(tested);
    await tested.control.advance(24 * HOUR_MS - 1);
    expect((await post(tested, "clear", { session_id })).status).toBe(200);
    await tested.control.advance(1);
    expect((await post(tested, "clear", { session_id })).body).toMatchObject({
      code: 1201,
      message: `session not found or expired: ${session_id}`,
    });
  });
});

describe("selections", () => {
  it("cover their points, in both codings of the mask", async () => {
    const tested = await createTestEmulator();
    const answer = await post(tested, "add", at(await open(tested), 3, [0.25, 0.25]));
    expect(answer.data.res.frame_index).toBe(3);
    const [{ object_id, rle_mask, png_mask }] = masksOf(answer);
    expect([object_id, rle_mask.size, png_mask.size]).toEqual([0, [720, 1280], [720, 1280]]);
    const { data, widthPx } = decodeMask(rle_mask);
    const selected = (x: number, y: number) => data[y * widthPx + x];
    expect([selected(320, 180), selected(320, 540)]).toEqual([1, 0]);
    const png = PNG.sync.read(Buffer.from(png_mask.base64, "base64"));
    expect(data.every((value, pixel) => png.data[pixel * 4] === value * 255)).toBe(true);
  });

  it("count y from the bottom where the switch says so", async () => {
    const tested = await createTestEmulator({ switches: { editPointAxis: "up" } });
    const [{ rle_mask }] = masksOf(await post(tested, "add", at(await open(tested), 0, [0.25, 0.25])));
    const { data, widthPx } = decodeMask(rle_mask);
    expect([data[180 * widthPx + 320], data[540 * widthPx + 320]]).toEqual([0, 1]);
  });

  it("are 10 points on 10 frames at most", async () => {
    const tested = await createTestEmulator();
    const id = await open(tested);
    const points = (count: number) => Array.from({ length: count }, (_, n) => [n / 20, 0.5] as const);
    expect((await post(tested, "add", at(id, 0, ...points(10)))).status).toBe(200);
    expect((await post(tested, "add", at(id, 0, [0.9, 0.9]))).body.message).toBe(
      "points: size must be between 1 and 10",
    );
    for (let frame = 1; frame < 10; frame += 1) await post(tested, "add", at(id, frame, [0.5, 0.5]));
    expect((await post(tested, "add", at(id, 10, [0.5, 0.5]))).body.message).toBe(
      "frame_index: at most 10 frames can be marked",
    );
    expect((await post(tested, "add", at(id, 120, [0.5, 0.5]))).body.code).toBe(1201);
  });

  it("are taken back by the same numbers", async () => {
    const tested = await createTestEmulator();
    const id = await open(tested);
    await post(tested, "add", at(id, 0, [0.1, 0.2]));
    expect((await post(tested, "delete", at(id, 0, [0.1, 0.21]))).body.code).toBe(1201);
    expect(masksOf(await post(tested, "delete", at(id, 0, [0.1, 0.2])))).toEqual([]);
  });

  it("are shown as a video, a picture and the masks of every frame", async () => {
    const tested = await createTestEmulator();
    const session_id = await open(tested);
    expect((await post(tested, "preview", { session_id })).body.code).toBe(1201);
    await post(tested, "add", at(session_id, 0, [0.5, 0.5]));
    const { video, video_cover, tracking_output } = (await post(tested, "preview", { session_id })).data.res;
    const types = [];
    for (const url of [video, video_cover, tracking_output])
      types.push((await tested.emulator.fetch(new Request(url))).headers.get("content-type"));
    expect(types).toEqual(["video/mp4", "image/png", "application/json"]);
    const masks: Json = await (await tested.emulator.fetch(new Request(tracking_output))).json();
    expect([masks.length, masks[119].frame_index, masks[119].rle_mask_list.length]).toEqual([120, 119, 1]);
  });
});

describe("edits", () => {
  const body = { edit_mode: "removal", prompt: "Delete the chick from <<<video_1>>>" };

  it("need a selection, but for additions", async () => {
    const tested = await createTestEmulator();
    const session_id = await open(tested);
    expect((await tested.call("POST", BASE, { ...body, session_id })).body.code).toBe(1201);
    const addition = { edit_mode: "addition", image_list: [{ image: "https://example.com/a.png" }] };
    const prompt = "Add <<<image_1>>> to <<<video_1>>>";
    expect((await tested.call("POST", BASE, { ...addition, prompt, session_id })).status).toBe(200);
  });

  it("must be as long as the video, cost by it, and show their session", async () => {
    const tested = await createTestEmulator({ switches: { assumedInputSeconds: 8 } });
    const session_id = await open(tested);
    await post(tested, "add", at(session_id, 0, [0.5, 0.5]));
    expect((await tested.call("POST", BASE, { ...body, session_id })).body.code).toBe(1201);
    const { data } = await tested.call("POST", BASE, { ...body, session_id, duration: "10", mode: "pro" });
    await tested.control.advance(HOUR_MS);
    expect((await tested.call("GET", `${BASE}/${data.task_id}`)).data).toMatchObject({
      task_status: "succeed",
      final_unit_deduction: "10",
      task_result: { videos: [{ session_id, duration: "8.0" }] },
    });
  });
});
