import { describe, expect, it } from "vitest";
import { createTestEmulator, type Json } from "../../testing/test-emulator.ts";

const LATER_MS = 60 * 60_000;
const U = "https://example.com/a.png";
const V = "https://example.com/a.mp4";
const media = (type: string, url: string) => ({ type, url });
const text = (type: string, words: string) => ({ type, text: words });
const watermark = { options: { watermark: { enabled: true } } };

const TRY_ON = "/solutions/virtual_try_on";
const AGENT = "/solutions/talking_agent";
const GOODS = "/solutions/e-commerce/goods_studio";
const APPAREL = "/solutions/e-commerce/clothing_dupe";
const DRAMA = "/solutions/drama_subtitle";

const BODIES = {
  [TRY_ON]: { contents: [media("product_image", U), media("person_image", U)], ...watermark },
  [AGENT]: {
    contents: [text("avatar_id", "avatar_mia_female"), text("speech_script", "x".repeat(300))],
    ...watermark,
  },
  [GOODS]: {
    contents: [media("ref_image", U), text("goods_title", "Umbrella")],
    settings: { resolution: "1080p", aspect_ratio: "9:16", duration: 15 },
  },
  [APPAREL]: {
    contents: [text("product_info", "Shirt"), media("source_video", V), media("product_image", U)],
    options: { watermark_info: { enabled: true } },
  },
  [DRAMA]: { contents: [media("source_video", V)] },
} as const;

type Tested = Awaited<ReturnType<typeof createTestEmulator>>;

async function make({ call, control }: Tested, path: keyof typeof BODIES): Promise<Json> {
  const { data } = await call("POST", path, BODIES[path]);
  await control.advance(LATER_MS);
  return (await call("GET", `/solutions?task_ids=${data.id ?? data.task_id}`)).data[0];
}

const typesOf = (task: Json) => task.outputs.map(({ type }: Json) => type);

describe("solutions", () => {
  it.each([
    [TRY_ON, ["image"], ["url", "watermark_url"]],
    [AGENT, ["video"], ["url", "watermark_url", "duration"]],
    [GOODS, ["video"], ["url", "duration"]],
    [APPAREL, ["product_image", "model_images", "product_video"], ["url", "watermark_url"]],
    [DRAMA, ["subbed_video", "srt", "ass"], ["url", "duration"]],
  ] as const)("%s makes %j", async (path, types, fields) => {
    const task = await make(await createTestEmulator(), path);
    expect(task).toMatchObject({ status: "succeeded", message: "" });
    expect(typesOf(task)).toEqual(types);
    expect(Object.keys(task.outputs[0])).toEqual(["type", ...fields]);
  });

  it("answers a try-on with task_id, all others with id", async () => {
    const { call } = await createTestEmulator();
    expect(Object.keys((await call("POST", TRY_ON, BODIES[TRY_ON])).data)[0]).toBe("task_id");
    expect(Object.keys((await call("POST", GOODS, BODIES[GOODS])).data)[0]).toBe("id");
  });

  it("makes goods as long and talk as long as was asked for", async () => {
    const tested = await createTestEmulator();
    expect((await make(tested, GOODS)).outputs[0].duration).toBe("15.0");
    expect((await make(tested, AGENT)).outputs[0].duration).toBe("20.0");
  });

  it("serves subtitles that begin as their formats do", async () => {
    const tested = await createTestEmulator();
    const [, srt, ass] = (await make(tested, DRAMA)).outputs;
    const read = async ({ url }: Json) => {
      const response = await tested.emulator.fetch(new Request(url));
      return [response.headers.get("content-type"), await response.text()];
    };
    expect(await read(srt)).toEqual([
      "application/x-subrip; charset=utf-8",
      expect.stringMatching(/^1\n00:00:00,000 --> 00:00:02,500\nThis is/),
    ]);
    expect(await read(ass)).toEqual([
      "text/x-ssa; charset=utf-8",
      expect.stringMatching(/^\[Script Info\][\s\S]*Dialogue: 0,0:00:00\.00,0:00:02\.50,Default,This is/),
    ]);
  });

  it("are read by /solutions alone, and other tasks are not", async () => {
    const { call } = await createTestEmulator();
    const goods = (await call("POST", GOODS, BODIES[GOODS])).data.id;
    const video = (await call("POST", "/text-to-video/kling-3.0", { prompt: "x" })).data.id;
    const ids = async (path: string) => (await call("GET", `${path}?task_ids=${goods},${video}`)).data;
    expect(await ids("/solutions")).toMatchObject([{ id: goods }]);
    expect(await ids("/tasks")).toMatchObject([{ id: video }]);
    expect((await call("POST", "/solutions", {})).data).toMatchObject({ count: 1, result: [{ id: goods }] });
    expect((await call("POST", "/tasks", {})).data).toMatchObject({ count: 1, result: [{ id: video }] });
  });

  it("are listed page by page, in a period whose end is excluded, by either word of success", async () => {
    const { call, control } = await createTestEmulator({ concurrency: 9 });
    const made: string[] = [];
    for (let nth = 0; nth < 3; nth += 1) made.push((await call("POST", GOODS, BODIES[GOODS])).data.id);
    const scan = async (body: object) => (await call("POST", "/solutions", body)).data;
    const first = await scan({ limit: 0 });
    expect(first).toMatchObject({ count: 1, has_more: true, result: [{ id: made[2] }] });
    expect(await scan({ cursor: first.next_cursor, limit: 9 })).toMatchObject({ count: 2, has_more: false });
    expect(await scan({ end_time: control.nowMs() })).toMatchObject({ count: 0 });
    const [done = ""] = made;
    control.setTask(done, { to: "succeed" });
    for (const word of ["succeed", "succeeded"])
      expect(await scan({ filters: [{ key: "status", values: [word] }] })).toMatchObject({ count: 1 });
  });

  it("take an API key only", async () => {
    const { call } = await createTestEmulator();
    const answer = await call("GET", "/solutions?task_ids=1", undefined, { authorization: "Bearer a.b.c" });
    expect(answer).toMatchObject({ status: 401, body: { code: 1002 } });
  });

  it.each([
    [
      "format",
      "The source video format is not supported. Please provide a decodable video file (MP4 recommended).",
    ],
    ["size", "The source video exceeds the 500MB size limit."],
    ["length", "The source video exceeds the 300-second duration limit."],
    ["tracks", "No valid audio or video track detected in the source video."],
    ["internal", "Internal error, please contact Kling customer service."],
    ["nothing of the page", "Failure to pass the risk control system"],
  ])("fail later with the message of the page for %s, and cost nothing", async (failure, message) => {
    const tested = await createTestEmulator({ switches: { unlistedUnits: 20 } });
    tested.control.setFaults([{ match: { path: DRAMA }, action: { type: "fail-task", failure } }]);
    expect(await make(tested, DRAMA)).toMatchObject({
      status: "failed",
      message,
      billing: [{ amount: "0" }],
    });
  });

  it("say succeed, and cost units, where the switches say so", async () => {
    const switches = { solutionSuccessWord: "succeed", unlistedUnits: 20 } as const;
    const task = await make(await createTestEmulator({ switches }), TRY_ON);
    expect(task).toMatchObject({
      status: "succeed",
      billing: [{ charge_type: "unit", amount: "20", package_type: "image" }],
    });
  });
});
