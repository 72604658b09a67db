import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createTestEmulator, type Json, TEST_KEY } from "../../testing/test-emulator.ts";

type Tested = Awaited<ReturnType<typeof createTestEmulator>>;

const VOICES = "/v1/general/custom-voices";
const ELEMENTS = "/v1/general/advanced-custom-elements";
const OLD = "/v1/general/custom-elements";
const DELETE_VOICE = "/v1/general/delete-voices";
const DELETE_ELEMENT = "/v1/general/delete-elements";
const DELETE_ADVANCED = "/v1/general/delete-advanced-elements";
const OMNI = "/omni-video/kling-3.0-omni";

const VOICE = { voice_name: "Ann", voice_url: "https://example.com/ann.mp3" };
const ELEMENT = {
  element_name: "Mia",
  element_description: "Red raincoat",
  reference_type: "image_refer",
  element_image_list: {
    frontal_image: "https://example.com/front.png",
    refer_images: [{ image_url: "https://example.com/side.png" }],
  },
  tag_list: [{ tag_id: "o_102" }],
};
const VIDEO_ELEMENT = {
  element_name: "Tom",
  element_description: "Runner",
  reference_type: "video_refer",
  element_video_list: { refer_videos: [{ video_url: "https://example.com/tom.mp4" }] },
};
const OLD_ELEMENT = {
  element_name: "Cup",
  element_description: "A blue cup",
  element_frontal_image: "https://example.com/front.png",
  element_refer_list: [{ image_url: "https://example.com/side.png" }],
};
const HOUR_MS = 3_600_000;

/** An answer as text: in it, ids that are numbers keep their digits. */
async function textOf({ emulator }: Tested, path: string): Promise<string> {
  const headers = { authorization: `Bearer ${TEST_KEY}` };
  const response = await emulator.fetch(new Request(`https://api-singapore.klingai.com${path}`, { headers }));
  return response.text();
}

/** Makes an entry; gives its task, and the id of the entry. */
async function make(tested: Tested, path: string, body: object) {
  const { data } = await tested.call("POST", path, body);
  await tested.control.advance(HOUR_MS);
  const record = (await tested.call("GET", `${path}/${data.task_id}`)).data;
  const text = await textOf(tested, `${path}/${data.task_id}`);
  const id = /"(?:voice_id|element_id)":"?(\d+)/.exec(text)?.[1] ?? "";
  return { taskId: String(data.task_id), record, text, id };
}

const useElement = ({ call }: Tested, id: string) =>
  call("POST", OMNI, {
    contents: [
      { type: "prompt", text: "a fox" },
      { type: "element", element_id: id, id: "mia" },
    ],
  });

describe("voices", () => {
  it("are made for 0.05 units, with a sample as mp3, and stay in the list when they are deleted", async () => {
    const tested = await createTestEmulator();
    const { record, id, taskId } = await make(tested, VOICES, VOICE);
    expect(Object.keys(record)).toEqual([
      "task_id",
      "task_status",
      "task_status_msg",
      "task_info",
      "task_result",
      "final_unit_deduction",
      "final_balance_deduction",
      "created_at",
      "updated_at",
    ]);
    const [voice] = record.task_result.voices;
    expect(record).toMatchObject({ task_status: "succeed", final_unit_deduction: "0.05" });
    expect(voice).toMatchObject({ voice_id: expect.stringMatching(/^\d{18}$/), voice_name: "Ann" });
    expect(voice.owned_by).toMatch(/^\d{18}$/);
    const sample = await tested.emulator.fetch(new Request(voice.trial_url));
    expect(sample.headers.get("content-type")).toBe("audio/mpeg");
    const read = async () => (await tested.call("GET", `/tasks?task_ids=${taskId}`)).data[0].outputs;
    expect(await read()).toEqual([
      { type: "voice", id, name: "Ann", url: voice.trial_url, owned_by: voice.owned_by, status: "succeeded" },
    ]);
    expect((await tested.call("POST", DELETE_VOICE, { voice_id: id })).body).toEqual({
      code: 0,
      message: "SUCCEED",
      request_id: expect.any(String),
    });
    expect((await tested.call("GET", VOICES)).data).toMatchObject([{ task_id: taskId }]);
    expect(await read()).toMatchObject([{ status: "deleted" }]);
    expect((await tested.call("POST", DELETE_VOICE, { voice_id: id })).body.code).toBe(1201);
  });

  it("are not found by another account", async () => {
    const tested = await createTestEmulator();
    const { id } = await make(tested, VOICES, VOICE);
    const other = { authorization: "Bearer api-key-kling-other" };
    const answer = await tested.call("POST", DELETE_VOICE, { voice_id: id }, other);
    expect(answer).toMatchObject({ status: 400, body: { code: 1201, message: `Voice id not found: ${id}` } });
  });

  it("are taken from a video with sound of 2.6, and from no other", async () => {
    const tested = await createTestEmulator();
    const videoOf = async (model: string, audio: string) => {
      const body = { prompt: "a singer", settings: { resolution: "1080p", audio } };
      const { data } = await tested.call("POST", `/text-to-video/${model}`, body);
      await tested.control.advance(HOUR_MS);
      return (await tested.call("GET", `/tasks?task_ids=${data.id}`)).data[0].outputs[0].id;
    };
    const withSound = await make(tested, VOICES, {
      voice_name: "Ann",
      video_id: await videoOf("kling-2.6", "native"),
    });
    expect(withSound.record.task_info).toEqual({});
    expect(withSound.id).not.toBe("");
    for (const [model, audio] of [
      ["kling-2.6", "off"],
      ["kling-3.0", "native"],
    ] as const) {
      const id = await videoOf(model, audio);
      const refused = await tested.call("POST", VOICES, { voice_name: "Ann", video_id: id });
      expect(refused.body.message).toBe(`Video id not found or not supported: ${id}`);
    }
  });

  it("can be required to be known, and deletions to answer as documented", async () => {
    const tested = await createTestEmulator({
      switches: { voices: "registered", answersDataOfDeletion: true },
    });
    const { id, taskId } = await make(tested, VOICES, VOICE);
    const create = (voice: string) => tested.call("POST", ELEMENTS, { ...ELEMENT, element_voice_id: voice });
    const unknown = "850087542757535834";
    expect((await create(unknown)).body.message).toBe(`Voice id not found: ${unknown}`);
    expect((await create(id)).status).toBe(200);
    const answer = await tested.call("POST", DELETE_VOICE, { voice_id: id });
    expect(answer.data).toEqual({ task_id: taskId, task_status: "succeed" });
    expect((await create(id)).body.message).toBe(`Voice id not found: ${id}`);
  });

  it("of the service are listed without owner's fields, can be heard, used, and not deleted", async () => {
    const tested = await createTestEmulator({ switches: { voices: "registered" } });
    const { data } = await tested.call("GET", "/v1/general/presets-voices?pageNum=1&pageSize=2");
    expect(data).toHaveLength(2);
    expect(Object.keys(data[0])).toEqual([
      "task_id",
      "task_status",
      "task_status_msg",
      "task_result",
      "created_at",
      "updated_at",
    ]);
    const [{ voice_id: id, trial_url: url, owned_by: owner }] = data[0].task_result.voices;
    expect(owner).toBe("kling");
    expect((await tested.emulator.fetch(new Request(url))).status).toBe(200);
    expect((await tested.call("POST", ELEMENTS, { ...ELEMENT, element_voice_id: id })).status).toBe(200);
    expect((await tested.call("POST", DELETE_VOICE, { voice_id: id })).body.message).toBe(
      `Voice id not found: ${id}`,
    );
    expect((await tested.call("GET", "/v1/general/presets-voices?pageSize=1000")).status).toBe(200);
    expect((await tested.call("GET", "/v1/general/presets-voices?pageSize=1001")).status).toBe(400);
  });
});

describe("elements", () => {
  it("are free, have a number beyond 2^53 as id, and the voice that they were given", async () => {
    const tested = await createTestEmulator();
    const voice = await make(tested, VOICES, VOICE);
    const { record, id, taskId, text } = await make(tested, ELEMENTS, {
      ...ELEMENT,
      element_voice_id: voice.id,
    });
    expect(Number(id)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    expect(text).toContain(`"element_id":${id},`);
    expect(record.final_unit_deduction).toBe("0");
    expect(record.task_result.elements).toMatchObject([
      {
        element_name: "Mia",
        reference_type: "image_refer",
        element_image_list: ELEMENT.element_image_list,
        element_video_list: {},
        element_voice_info: { voice_id: voice.id, voice_name: "Ann" },
        tag_list: [{ id: "o_102", name: "Character", description: "Character" }],
        status: "succeed",
      },
    ]);
    const [output] = (await tested.call("GET", `/tasks?task_ids=${taskId}`)).data[0].outputs;
    expect(output).toMatchObject({
      type: "element",
      id,
      element_type: "multi_image_elements",
      references: [
        { type: "image", role: "frontal" },
        { type: "image", role: "refer" },
        { type: "voice", id: voice.id },
      ],
      tags: [{ id: 102, name: "Character" }],
      status: "succeeded",
    });
  });

  it("of a video bring the voice that speaks in it, unless the switch says that it is skipped", async () => {
    const tested = await createTestEmulator();
    const { record } = await make(tested, ELEMENTS, VIDEO_ELEMENT);
    expect(Object.keys(record.task_result)).toEqual(["elements"]);
    const { voice_id: id, trial_url: url } = record.task_result.elements[0].element_voice_info;
    expect((await tested.emulator.fetch(new Request(url))).headers.get("content-type")).toBe("audio/mpeg");
    expect((await tested.call("POST", DELETE_VOICE, { voice_id: id })).status).toBe(200);
    const silent = await createTestEmulator({ switches: { clonesVoiceOfElement: false } });
    const other = await make(silent, ELEMENTS, VIDEO_ELEMENT);
    expect(other.record.task_result.elements[0]).not.toHaveProperty("element_voice_info");
  });

  it.each([DELETE_ELEMENT, DELETE_ADVANCED])("are deleted by %s, and refused from then on", async (path) => {
    const tested = await createTestEmulator();
    const { id } = await make(tested, ELEMENTS, ELEMENT);
    expect((await useElement(tested, id)).status).toBe(200);
    const { body } = await tested.call("POST", path, { element_id: id });
    expect(body).toEqual({ code: 0, message: "SUCCEED", request_id: expect.any(String) });
    const [task] = (await tested.call("GET", ELEMENTS)).data;
    expect(task.task_result.elements).toMatchObject([{ status: "deleted" }]);
    expect(await tested.call("POST", path, { element_id: id })).toMatchObject({
      status: 400,
      body: { code: 1201, message: `Element already be deleted for id: ${id}` },
    });
    expect((await useElement(tested, id)).body.message).toBe(`Element id not found: ${id}`);
  });

  it("are known with their kind and all digits of a number in the body", async () => {
    const tested = await createTestEmulator({ switches: { elements: "registered" } });
    const { id } = await make(tested, ELEMENTS, ELEMENT);
    const body = { model_name: "kling-v3-omni", prompt: "<<<element_1>>> runs", aspect_ratio: "1:1" };
    const withId = (digits: string) =>
      tested.call(
        "POST",
        "/v1/videos/omni-video",
        `${JSON.stringify(body).slice(0, -1)},"element_list":[{"element_id":${digits}}]}`,
      );
    expect((await withId(id)).status).toBe(200);
    const next = String(BigInt(id) + 1n);
    expect((await withId(next)).body.message).toBe(`Element id not found: ${next}`);
    expect((await useElement(tested, "160")).status).toBe(200);
  });

  it("of the old library are made at once and kept apart", async () => {
    const tested = await createTestEmulator();
    const { data } = await tested.call("POST", OLD, OLD_ELEMENT);
    expect(data).toMatchObject({ ...OLD_ELEMENT, tag_list: [] });
    const id = /"element_id":(\d+)/.exec(await textOf(tested, OLD))?.[1] ?? "";
    expect(id).toMatch(/^\d{18}$/);
    expect((await tested.call("GET", ELEMENTS)).data).toEqual([]);
    expect((await tested.call("POST", DELETE_ADVANCED, { element_id: id })).body.message).toBe(
      `Element id not found: ${id}`,
    );
    expect((await tested.call("POST", DELETE_ELEMENT, { element_id: id })).status).toBe(200);
    expect((await tested.call("GET", OLD)).data).toEqual([]);
    expect((await tested.call("GET", "/v1/general/presets-elements")).data).toMatchObject([
      { owned_by: "kling" },
    ]);
  });
});

it("keeps the libraries over a restart", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "klingkit-libraries-"));
  try {
    const first = await createTestEmulator({ dataDir });
    const kept = await make(first, ELEMENTS, ELEMENT);
    const deleted = await make(first, VOICES, VOICE);
    await first.call("POST", DELETE_VOICE, { voice_id: deleted.id });
    await first.call("POST", OLD, OLD_ELEMENT);
    const lists = () => [ELEMENTS, VOICES, OLD, `/tasks?task_ids=${kept.taskId},${deleted.taskId}`];
    const before = await Promise.all(lists().map((path) => first.call("GET", path)));
    await first.emulator.close();
    const second = await createTestEmulator({ dataDir });
    const after = await Promise.all(lists().map((path) => second.call("GET", path)));
    expect(after.map(({ data }: { data: Json }) => data)).toEqual(before.map(({ data }) => data));
    expect((await useElement(second, kept.id)).status).toBe(200);
    await second.emulator.close();
  } finally {
    await rm(dataDir, { recursive: true });
  }
});
