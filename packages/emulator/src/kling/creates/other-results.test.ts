import { describe, expect, it } from "vitest";
import { createTestEmulator, type Json } from "../../testing/test-emulator.ts";

const LATER_MS = 10 * 60_000;
type Tested = Awaited<ReturnType<typeof createTestEmulator>>;

async function finish({ call, control }: Tested, path: string, body: object): Promise<Json> {
  const { data } = await call("POST", path, body);
  await control.advance(LATER_MS);
  return (await call("GET", `${path}/${data.task_id}`)).data;
}

async function download({ emulator }: Tested, url: string) {
  const response = await emulator.fetch(new Request(url));
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    bytes: await response.bytes(),
  };
}

const latin = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.from(bytes).toString("latin1", from, to);

describe("images", () => {
  const PATH = "/v1/images/generations";

  it("come n at a time, each a PNG of the asked ratio under a link of its own", async () => {
    const tested = await createTestEmulator();
    const body = { prompt: "a fox", n: 2, aspect_ratio: "1:1", watermark_info: { enabled: true } };
    const task = await finish(tested, PATH, body);
    const { images } = task.task_result;
    expect(images).toMatchObject([{ index: 0 }, { index: 1 }]);
    expect(images.map((image: Json) => Object.keys(image))).toEqual([
      ["index", "url", "watermark_url"],
      ["index", "url", "watermark_url"],
    ]);
    const files = await Promise.all(images.map(({ url }: Json) => download(tested, url)));
    for (const { status, type, bytes } of files) {
      expect([status, type, latin(bytes, 1, 4)]).toEqual([200, "image/png", "PNG"]);
      const header = Buffer.from(bytes);
      expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([1024, 1024]);
    }
    expect(Buffer.compare(files[0].bytes, files[1].bytes)).not.toBe(0);
  });

  it("are delivered when all of them were read", async () => {
    const tested = await createTestEmulator();
    const { task_result: result } = await finish(tested, PATH, { prompt: "a fox", n: 2, resolution: "1k" });
    await download(tested, result.images[0].url);
    expect(tested.control.journal()).toMatchObject({ billed: 1, delivered: 0 });
    await download(tested, result.images[1].url);
    expect(tested.control.journal()).toMatchObject({ billed: 1, delivered: 1 });
  });

  it("are paid for with image units and hold a slot each", async () => {
    const packs = [
      { name: "video", units: 100 },
      { name: "image", unit: "image", units: 100, concurrency: 3 },
    ];
    const tested = await createTestEmulator({ packs });
    const post = (n: number) => tested.call("POST", PATH, { prompt: "a fox", n });
    expect((await post(2)).status).toBe(200);
    expect((await post(2)).body.code).toBe(1303);
    expect((await post(1)).status).toBe(200);
    await tested.control.advance(LATER_MS);
    const now = tested.control.nowMs();
    const { data } = await tested.call(
      "GET",
      `/account/costs?start_time=${now - LATER_MS * 2}&end_time=${now}`,
    );
    expect(data.resource_pack_subscribe_infos.map((pack: Json) => pack.remaining_quantity)).toEqual([
      100, 76,
    ]);
  });

  it("are refused without image units, whatever the video packs hold", async () => {
    const { call } = await createTestEmulator({ initialUnits: 100 });
    expect((await call("POST", PATH, { prompt: "a fox" })).body.code).toBe(1102);
  });

  it("are read as outputs of /tasks, billed to the image pack", async () => {
    const { call, control } = await createTestEmulator();
    const { data } = await call("POST", PATH, { prompt: "a fox", n: 2 });
    await control.advance(LATER_MS);
    const [task] = (await call("GET", `/tasks?task_ids=${data.task_id}`)).data;
    expect(task.outputs).toMatchObject([{ type: "image" }, { type: "image" }]);
    expect(task.billing).toEqual([{ charge_type: "unit", amount: "16", package_type: "image" }]);
  });
});

describe("speech", () => {
  const PATH = "/v1/audio/tts";
  const BODY = { text: "A fox walks through the snow.", voice_id: "oversea_male1", voice_language: "en" };

  it("is in the response, billed at once, and plays", async () => {
    const tested = await createTestEmulator({ initialUnits: 1, concurrency: 1 });
    const { data } = await tested.call("POST", PATH, BODY);
    expect(data).toMatchObject({ task_status: "succeed", final_unit_deduction: "0.05" });
    expect(data).not.toHaveProperty("task_info");
    expect(data).not.toHaveProperty("watermark_info");
    const [audio] = data.task_result.audios;
    expect(Object.keys(audio)).toEqual(["id", "url", "duration"]);
    const { type, bytes } = await download(tested, audio.url);
    expect([type, bytes[0]]).toEqual(["audio/mpeg", 0xff]);
    expect(tested.control.journal()).toMatchObject({ creates: 1, accepted: 1, billed: 1, delivered: 1 });
  });

  it("holds no slot", async () => {
    const { call } = await createTestEmulator({ concurrency: 1 });
    await call("POST", "/text-to-video/kling-3.0", { prompt: "x" });
    expect((await call("POST", PATH, BODY)).status).toBe(200);
  });
});

describe("sound for a video", () => {
  const PATH = "/v1/audio/video-to-audio";

  it("comes as the video with sound, and as mp3 and wav of its length", async () => {
    const tested = await createTestEmulator();
    const parent = await finish(tested, "/v1/videos/text2video", {
      model_name: "kling-v3",
      prompt: "x",
      duration: "3",
      sound: "off",
    });
    const [video] = parent.task_result.videos;
    const task = await finish(tested, PATH, { video_id: video.id, external_task_id: "sound-1" });
    expect(task.task_info).toEqual({
      parent_video: { id: video.id, url: video.url, duration: "3.0" },
      external_task_id: "sound-1",
    });
    expect(task.task_result.videos).toMatchObject([{ duration: "3.0" }]);
    const [audio] = task.task_result.audios;
    expect(audio).toMatchObject({ duration_mp3: "3.0", duration_wav: "3.0" });
    const wav = await download(tested, audio.url_wav);
    expect([wav.type, latin(wav.bytes, 0, 4), latin(wav.bytes, 8, 12)]).toEqual([
      "audio/wav",
      "RIFF",
      "WAVE",
    ]);
    expect((await download(tested, audio.url_mp3)).type).toBe("audio/mpeg");
    const dubbed = await download(tested, task.task_result.videos[0].url);
    expect(latin(dubbed.bytes, 0, dubbed.bytes.length)).toContain("mp4a");
    expect(tested.control.tasks()[0]?.results).toMatchObject([{ hasAudio: true }, { kind: "audio" }]);
  });

  it("takes the assumed length of a video by URL", async () => {
    const tested = await createTestEmulator({ switches: { assumedInputSeconds: 7 } });
    const task = await finish(tested, PATH, { video_url: "https://example.com/a.mp4" });
    expect(task.task_result.videos[0].duration).toBe("7.0");
  });

  it("refuses a video that it does not know", async () => {
    const { call } = await createTestEmulator();
    const { status, body } = await call("POST", PATH, { video_id: "846100000000000001" });
    expect([status, body.code]).toEqual([400, 1201]);
    expect(body.message).toBe("Video id not found or not supported: 846100000000000001");
  });
});

describe("effects", () => {
  it.each([
    ["pet_lion_pro", "1280 × 720"],
    ["magic_world_vlog_9_16", "720 × 1280"],
  ])("%s is a video of 5 seconds of %s pixels, for what third parties paid", async (scene, size) => {
    const tested = await createTestEmulator();
    const body = { effect_scene: scene, input: { image: "https://example.com/cat.png" } };
    const task = await finish(tested, "/v1/videos/effects", body);
    expect(task).toMatchObject({
      watermark_info: { enabled: false },
      task_result: { videos: [{ duration: "5.0" }] },
      final_unit_deduction: "2",
    });
    expect(
      tested.control.tasks()[0]?.results.map((plan: Json) => `${plan.widthPx} × ${plan.heightPx}`),
    ).toEqual([size]);
  });
});

describe("lip sync", () => {
  const IDENTIFY = "/v1/videos/identify-face";
  const PATH = "/v1/videos/advanced-lip-sync";
  const VIDEO = { video_url: "https://example.com/a.mp4" };
  const FACE = {
    face_id: "0",
    sound_file: "https://example.com/a.mp3",
    sound_start_time: 0,
    sound_end_time: 3000,
    sound_insert_time: 1000,
  };
  const speak = (session: string, change: object = {}) => ({
    session_id: session,
    face_choose: [{ ...FACE, ...change }],
  });

  it("finds the faces of a video at once, in a session that no list of tasks shows", async () => {
    const tested = await createTestEmulator({ switches: { facesPerVideo: 2 } });
    const { data } = await tested.call("POST", IDENTIFY, VIDEO);
    expect(Object.keys(data)).toEqual([
      "session_id",
      "final_unit_deduction",
      "final_balance_deduction",
      "face_data",
    ]);
    expect(data).toMatchObject({
      session_id: expect.stringMatching(/^\d{18}$/),
      final_unit_deduction: "0.05",
      face_data: [
        { face_id: "0", start_time: 0, end_time: 5000 },
        { face_id: "1", start_time: 0, end_time: 5000 },
      ],
    });
    const { type, bytes } = await download(tested, data.face_data[1].face_image);
    expect([type, latin(bytes, 1, 4)]).toEqual(["image/png", "PNG"]);
    const tasks = await tested.call("GET", `/tasks?task_ids=${data.session_id}`);
    expect(tasks.data).toEqual([]);
  });

  it("makes a video as long as that of the session, for half a unit per 5 seconds", async () => {
    const tested = await createTestEmulator();
    const parent = await finish(tested, "/v1/videos/text2video", {
      model_name: "kling-v3",
      prompt: "x",
      duration: "6",
    });
    const [{ id, url }] = parent.task_result.videos;
    const { data } = await tested.call("POST", IDENTIFY, { video_id: id });
    const task = await finish(tested, PATH, speak(data.session_id));
    expect(task).toMatchObject({
      task_info: { parent_video: { id, url, duration: "6.0" } },
      task_result: { videos: [{ duration: "6.0" }] },
      watermark_info: { enabled: false },
      final_unit_deduction: "1",
    });
  });

  it.each([
    [{ face_id: "1" }, "Face id not found: 1"],
    [{ sound_insert_time: 2000 }, undefined],
    [
      { sound_insert_time: 2001 },
      "face_choose[0].sound_insert_time is not supported: the audio ends behind the end of the video",
    ],
    [{ sound_file: undefined, audio_id: "930801290416885794" }, "Audio id not found: 930801290416885794"],
  ])("judges %j by the session", async (change, message) => {
    const { call } = await createTestEmulator();
    const { data } = await call("POST", IDENTIFY, VIDEO);
    const { body } = await call("POST", PATH, speak(data.session_id, change));
    expect(body.message).toBe(message ?? "SUCCEED");
  });

  it("forgets a session after a day", async () => {
    const { call, control } = await createTestEmulator();
    const { data } = await call("POST", IDENTIFY, VIDEO);
    await control.advance(24 * 3_600_000 - 1000);
    expect((await call("POST", PATH, speak(data.session_id))).body.message).toBe("SUCCEED");
    await control.advance(1000);
    const { status, body } = await call("POST", PATH, speak(data.session_id));
    expect([status, body.code, body.message]).toEqual([
      400,
      1201,
      `session not found or expired: ${data.session_id}`,
    ]);
  });

  it.each([
    [{ facesPerVideo: 0 }, "No face detected in the video", undefined],
    [{ facesPerVideo: 0, answersNoFaces: true }, "SUCCEED", []],
  ])("answers a video without faces as %j says", async (switches, message, faces) => {
    const { call } = await createTestEmulator({ switches });
    const { body } = await call("POST", IDENTIFY, VIDEO);
    expect([body.message, body.data?.face_data]).toEqual([message, faces]);
  });

  it("takes the older form, too", async () => {
    const tested = await createTestEmulator();
    const input = {
      mode: "audio2video",
      ...VIDEO,
      audio_type: "url",
      audio_url: "https://example.com/a.mp3",
    };
    const task = await finish(tested, "/v1/videos/lip-sync", { input });
    expect(task).toMatchObject({
      task_result: { videos: [{ duration: "5.0" }] },
      final_unit_deduction: "0.5",
    });
    expect(task).not.toHaveProperty("watermark_info");
  });
});

describe("the retired multi-image to video", () => {
  const PATH = "/v1/videos/multi-image2video";
  const BODY = { image_list: [{ image: "https://example.com/1.png" }], prompt: "a fox", mode: "pro" };

  it("is no longer available", async () => {
    const { call } = await createTestEmulator();
    expect((await call("POST", PATH, BODY)).body.message).toBe("This API is no longer available");
  });

  it("makes a video where retired models are allowed", async () => {
    const tested = await createTestEmulator({ allowsRetiredModels: true });
    const task = await finish(tested, PATH, BODY);
    expect(task).toMatchObject({
      task_result: { videos: [{ duration: "5.0" }] },
      final_unit_deduction: "3.5",
    });
  });
});

describe("extension", () => {
  const PATH = "/v1/videos/video-extend";

  it("makes the whole video, of the parent's model and price", async () => {
    const tested = await createTestEmulator({ allowsRetiredModels: true });
    const make = (mode: string) =>
      finish(tested, "/v1/videos/text2video", { model_name: "kling-v1-6", prompt: "x", duration: "5", mode });
    const [video] = (await make("std")).task_result.videos;
    const task = await finish(tested, PATH, { video_id: video.id, prompt: "it jumps" });
    expect(task).toMatchObject({
      task_info: { parent_video: { id: video.id, duration: "5.0" } },
      task_result: { videos: [{ duration: "9.5" }] },
      final_unit_deduction: "2",
    });
    const again = await finish(tested, PATH, { video_id: task.task_result.videos[0].id });
    expect(again.task_result.videos[0].duration).toBe("14.0");
  });

  it("refuses videos of models that cannot be extended", async () => {
    const tested = await createTestEmulator();
    const parent = await finish(tested, "/v1/videos/text2video", { model_name: "kling-v3", prompt: "x" });
    const [{ id }] = parent.task_result.videos;
    const { body } = await tested.call("POST", PATH, { video_id: id });
    expect(body.message).toBe(`Video id not found or not supported: ${id}`);
    expect(tested.control.journal()).toMatchObject({ creates: 2, refused: 1, accepted: 1 });
  });
});

it("has a list for every kind of result in the callback of a legacy task", async () => {
  const bodies: Json[] = [];
  const fetch = async (_: unknown, init?: RequestInit) => {
    bodies.push(JSON.parse(String(init?.body)));
    return new Response();
  };
  const { call, control } = await createTestEmulator({ fetch });
  await call("POST", "/v1/images/generations", { prompt: "a fox", callback_url: "https://example.com/hook" });
  await control.advance(LATER_MS);
  expect(bodies.map((body) => body.task_status)).toEqual(["processing", "succeed"]);
  expect(bodies[0].task_result).toEqual({});
  expect(bodies[1].task_result).toMatchObject({ images: [{ index: 0 }], videos: [], audios: [] });
});
