import { describe, expect, test } from "vitest";
import { readOtherResults } from "./other-results.ts";
import { parseTask as parse, parseTasks as parseAll, type TaskContext } from "./parse-task.ts";

const parseTask = (value: unknown, context: TaskContext = {}) =>
  parse(value, { readOthers: readOtherResults, ...context });
const parseTasks = (value: unknown) => parseAll(value, { readOthers: readOtherResults });

describe("parseTask", () => {
  test("reads the standard record with outputs and billing", () => {
    const task = parseTask({
      id: "933557962801545273",
      status: "succeeded",
      message: "",
      create_time: 1790605869865,
      update_time: 1790605900000,
      external_id: "job-42",
      outputs: [
        { type: "video", id: "9", url: "https://v15-kling-fdl.klingai.com/a?x=1", duration: "5.041" },
        {
          type: "audio",
          id: "8",
          mp3_url: "https://h/a.mp3",
          wav_url: "https://h/a.wav",
          mp3_duration: "5.1",
          wav_duration: "5.2",
        },
      ],
      billing: [{ charge_type: "unit", amount: "3", package_type: "video" }],
    });
    expect(task).toMatchObject({
      taskId: "933557962801545273",
      externalTaskId: "job-42",
      family: "standard",
      product: "unknown",
      status: "succeeded",
      rawStatus: "succeeded",
      phase: "completed",
      message: "",
      createdAtMs: 1790605869865,
      updatedAtMs: 1790605900000,
      videos: [
        {
          id: "9",
          url: "https://v15-kling-fdl.klingai.com/a?x=1",
          durationSeconds: 5.041,
          durationText: "5.041",
        },
      ],
      audios: [
        {
          id: "8",
          mp3Url: "https://h/a.mp3",
          wavUrl: "https://h/a.wav",
          mp3DurationSeconds: 5.1,
          wavDurationSeconds: 5.2,
        },
      ],
      billing: { units: "3", entries: [{ charge_type: "unit", amount: "3", package_type: "video" }] },
    });
  });

  test("reads the legacy record with its deductions", () => {
    const task = parseTask({
      task_id: "867283741759111202",
      task_status: "succeed",
      task_status_msg: "",
      task_info: { external_task_id: "text2video_kling_v3_final-1774805076" },
      task_result: {
        videos: [{ id: "1", url: "https://h/v.mp4", watermark_url: "https://h/w.mp4", duration: "5.1" }],
      },
      final_unit_deduction: "3",
      final_balance_deduction: { quota: "0", list_price: "0.42" },
      created_at: 1722769557708,
      updated_at: 1722769557709,
    });
    expect(task).toMatchObject({
      taskId: "867283741759111202",
      externalTaskId: "text2video_kling_v3_final-1774805076",
      family: "legacy",
      status: "succeeded",
      rawStatus: "succeed",
      videos: [{ id: "1", url: "https://h/v.mp4", watermarkUrl: "https://h/w.mp4", durationSeconds: 5.1 }],
      billing: { units: "3", quota: "0", listPrice: "0.42", entries: [] },
    });
  });

  test("reads seed 002's record: cover image and a duration that is a number", () => {
    const task = parseTask({
      task_id: "767640514128248856",
      task_status: "succeed",
      task_result: {
        videos: [
          {
            id: "v",
            url: "https://cdn.klingai.com/video_url.mp4",
            cover_image_url: "https://cdn.klingai.com/thumbnail.jpg",
            duration: 5.0,
          },
        ],
      },
    });
    expect(task?.videos).toEqual([
      {
        id: "v",
        url: "https://cdn.klingai.com/video_url.mp4",
        coverUrl: "https://cdn.klingai.com/thumbnail.jpg",
        durationSeconds: 5,
        durationText: "5",
      },
    ]);
  });

  test.each([
    ["task_result.url", { task_result: { url: "https://h/v.mp4" } }],
    ["result.videos[0].url", { result: { videos: [{ url: "https://h/v.mp4" }] } }],
    ["result.url", { result: { url: "https://h/v.mp4" } }],
    ["videos[0].url", { videos: [{ url: "https://h/v.mp4" }] }],
    ["video_url", { video_url: "https://h/v.mp4" }],
    ["url", { url: "https://h/v.mp4" }],
  ])("finds the link at %s", (_, place) => {
    const task = parseTask({ task_id: "767640514128248856", task_status: "succeed", ...place });
    expect(task?.videos.map(({ url }) => url)).toEqual(["https://h/v.mp4"]);
  });

  test("does not take the task's id for the id of a lone link's video", () => {
    expect(parseTask({ id: "1", status: "succeeded", url: "https://h/v.mp4" })?.videos).toEqual([
      { url: "https://h/v.mp4" },
    ]);
  });

  test("reads legacy audio, which spells its fields the other way round", () => {
    const task = parseTask({
      task_id: "1",
      task_status: "succeed",
      task_result: {
        videos: [{ id: "2", url: "https://h/v.mp4", duration: "5.0" }],
        audios: [
          {
            id: "3",
            url_mp3: "https://h/a.mp3",
            url_wav: "https://h/a.wav",
            duration_mp3: "5.0",
            duration_wav: "5.1",
          },
        ],
      },
    });
    expect(task?.audios).toEqual([
      {
        id: "3",
        mp3Url: "https://h/a.mp3",
        wavUrl: "https://h/a.wav",
        mp3DurationSeconds: 5,
        wavDurationSeconds: 5.1,
      },
    ]);
  });

  test("reports the reason of a failure and not the envelope's SUCCEED", () => {
    const task = parseTask({
      code: 0,
      data: {
        task_id: "833446756000000000",
        task_info: {},
        created_at: 1766737710125,
        updated_at: 1766737711775,
        task_result: {},
        task_status: "failed",
        task_status_msg: "Image pixel is invalid",
      },
      message: "SUCCEED",
      request_id: "r",
    });
    expect(task).toMatchObject({
      status: "failed",
      phase: "failed",
      message: "Image pixel is invalid",
      videos: [],
    });
  });

  test("says whether the content policy refused it", () => {
    const parseFailed = (message: string) => parseTask({ id: "1", status: "failed", message });
    expect(parseFailed("Failure to pass the risk control system")).toHaveProperty("isContentPolicy", true);
    expect(parseFailed("Image pixel is invalid")).not.toHaveProperty("isContentPolicy");
  });

  test("reads when the files of a result are deleted, where its link says so", () => {
    const links = [
      "https://v15-kling.klingai.com/a.mp4?Expires=1785657388&sig=x",
      "https://cdn.example/b.mp4?e=1",
    ];
    const task = parseTask({
      id: "1",
      status: "succeeded",
      outputs: links.map((url) => ({ type: "video", url })),
    });
    expect(task?.results.map(({ expiresAtMs }) => expiresAtMs)).toEqual([1_785_657_388_000, undefined]);
  });

  test("keeps a status word that nobody knows", () => {
    expect(parseTask({ id: "1", status: "queued_for_review" })).toMatchObject({
      status: "unknown",
      phase: "unknown",
      rawStatus: "queued_for_review",
    });
  });

  test("keeps a succeeded task whose link is missing", () => {
    expect(parseTask({ task_id: "1", task_status: "succeed", task_result: { videos: [] } })).toMatchObject({
      status: "succeeded",
      videos: [],
    });
  });

  test.each([
    ["standard", { id: "1", task_id: "other", status: "submitted" }],
    ["legacy", { id: "other", task_id: "1", task_status: "submitted" }],
    ["a solution's create", { task_id: "1", status: "submitted" }],
  ])("takes the id from the field of its family: %s", (_, record) => {
    expect(parseTask(record)?.taskId).toBe("1");
  });

  test("drops links that are not http", () => {
    const task = parseTask({
      id: "1",
      status: "succeeded",
      outputs: [{ type: "video", id: "2", url: "file:///etc/passwd" }],
    });
    expect(task?.videos).toEqual([{ id: "2" }]);
  });

  test("takes what the record does not say from the caller", () => {
    const context = {
      family: "legacy",
      product: "text2video",
      model: "kling-v3",
      externalTaskId: "mine",
      createdAtMs: 5,
    } as const;
    expect(parseTask({ id: "1", status: "processing" }, context)).toMatchObject(context);
  });

  test("sums several unit charges without binary noise", () => {
    const billing = [
      { charge_type: "unit", amount: "0.1", package_type: "video" },
      { charge_type: "unit", amount: "0.2", package_type: "video" },
      { charge_type: "cash", amount: "1.5", cash_type: "balance", currency: "USD", list_price: "2" },
    ];
    expect(parseTask({ id: "1", status: "succeeded", billing })?.billing).toMatchObject({
      units: "0.3",
      quota: "1.5",
      listPrice: "2",
    });
  });

  test.each([null, 7, "text", [], {}, { id: "" }, { status: "succeeded" }, { data: null }])(
    "returns undefined for %j",
    (value) => {
      expect(parseTask(value)).toBeUndefined();
    },
  );

  test("survives fields of the wrong type", () => {
    const task = parseTask({
      id: "1",
      status: 4,
      outputs: "x",
      billing: {},
      task_result: [],
      create_time: "soon",
      message: 3,
    });
    expect(task).toMatchObject({
      taskId: "1",
      status: "unknown",
      rawStatus: "",
      videos: [],
      audios: [],
      message: "",
    });
  });
});

describe("parseTasks", () => {
  const one = { task_id: "1", task_status: "succeed" };
  test.each([
    ["a bare array", [one]],
    ["data.list", { list: [one], total: 150, pageNum: 1, pageSize: 30 }],
    ["data.result", { result: [one], count: 1, has_more: false }],
    ["one record", one],
    ["a whole envelope", { code: 0, message: "SUCCEED", data: { list: [one] } }],
  ])("reads %s", (_, value) => {
    expect(parseTasks(value).map(({ taskId }) => taskId)).toEqual(["1"]);
  });

  test("reads an empty account, whose answer has no list at all", () => {
    expect(parseTasks({ count: 0, has_more: false })).toEqual([]);
  });

  test("skips entries without an id and keeps the others", () => {
    expect(parseTasks([{ task_status: "succeed" }, null, one]).map(({ taskId }) => taskId)).toEqual(["1"]);
  });
});
