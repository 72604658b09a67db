import { findOperation, type JsonObject, responseSchemaOf } from "@klingkit/spec";
import { listFixtures, loadFixture, TEST_API_KEY } from "@klingkit/testkit";
import { createKling, type Kling } from "klingkit";
import { parseTask } from "klingkit/webhooks";
import { describe, expect, it } from "vitest";
import { EDIT_ROWS } from "./response-rows/edits.ts";
import { EXTRA_ROWS } from "./response-rows/extras.ts";
import { IMAGE_ROWS } from "./response-rows/images.ts";
import { type ResponseRow, succeeded } from "./response-rows/row.ts";
import { SOLUTION_ROWS } from "./response-rows/solutions.ts";
import { VOICE_ROWS } from "./response-rows/voices.ts";

/** A client whose one answer is a fixture. */
function clientOf(name: string): Kling {
  const { text, source } = loadFixture(name);
  const status = source.httpStatus ?? 200;
  return createKling({
    apiKey: TEST_API_KEY,
    baseUrl: "https://example.com",
    fetch: () =>
      Promise.resolve(new Response(text, { status, headers: { "content-type": "application/json" } })),
  });
}

const DAY_MS = 86_400_000;
const costs = (kling: Kling) => kling.account.costs({ startTimeMs: 0, endTimeMs: DAY_MS });
const read = (kling: Kling) => kling.tasks.get({ taskIds: ["933557962801545273"] });

// Written from the fixtures' text, not from the parser.
const ROWS: readonly ResponseRow[] = [
  ...EDIT_ROWS,
  ...EXTRA_ROWS,
  ...IMAGE_ROWS,
  ...VOICE_ROWS,
  ...SOLUTION_ROWS,
  {
    name: "text-to-video/create-response",
    call: (kling) => kling.standard.textToVideo.create("kling-3.0-turbo", { prompt: "A fox" }),
    means: {
      taskId: "901930004609634393",
      externalTaskId: "job-42",
      family: "standard",
      status: "submitted",
      createdAtMs: 1783065388949,
      requestId: "ed6ce13d-7c9b-48cc-ba5c-e4ba5c260a60",
    },
  },
  {
    name: "v1-text2video/create-response",
    call: (kling) => kling.v1.text2video.create({ model_name: "kling-v3", prompt: "A fox" }),
    means: {
      taskId: "867283741759111202",
      externalTaskId: "text2video_kling_v3_final-1774805076",
      family: "legacy",
      product: "text2video",
      status: "submitted",
      createdAtMs: 1774805076166,
    },
  },
  {
    name: "v1-text2video/create-without-external-id-response",
    call: (kling) => kling.v1.text2video.create({ model_name: "kling-v3", prompt: "A fox" }),
    means: { taskId: "930810057590833241", status: "submitted" },
  },
  {
    name: "tasks/query-response",
    call: read,
    means: [
      {
        ...succeeded,
        taskId: "933557962801545273",
        externalTaskId: "job-42",
        rawStatus: "succeeded",
        createdAtMs: 1790605869865,
        updatedAtMs: 1790605900000,
        videos: [
          {
            id: "933557963001545274",
            url: "https://v15-kling-fdl.klingai.com/video.mp4",
            watermarkUrl: "https://v15-kling-fdl.klingai.com/video-watermark.mp4",
            durationSeconds: 5.041,
            durationText: "5.041",
          },
        ],
        billing: { units: "3" },
      },
    ],
  },
  { name: "tasks/query-unknown-response", call: read, means: [] },
  {
    name: "tasks/query-failed-response",
    call: read,
    means: [
      {
        status: "failed",
        phase: "failed",
        message: "Something went wrong when we tried to get the contents of the file.",
        videos: [],
        billing: { units: "0" },
      },
    ],
  },
  {
    name: "tasks/scan-empty-response",
    call: (kling) => kling.tasks.list({}),
    means: { tasks: [], hasMore: false },
  },
  {
    name: "v1-text2video/get-response",
    call: (kling) => kling.v1.text2video.get("867283741759111202"),
    means: {
      ...succeeded,
      taskId: "867283741759111202",
      externalTaskId: "job-42",
      rawStatus: "succeed",
      videos: [
        {
          id: "867283741759111203",
          url: "https://example.com/video.mp4",
          watermarkUrl: "https://example.com/video-watermark.mp4",
          durationSeconds: 5.1,
        },
      ],
      billing: { units: "3", quota: "0", listPrice: "0" },
    },
  },
  {
    name: "v1-image2video/get-failed-response",
    call: (kling) => kling.v1.image2video.get("1"),
    means: { status: "failed", message: "Image pixel is invalid", videos: [] },
  },
  { name: "v1-text2video/list-empty-response", call: (kling) => kling.v1.text2video.list(), means: [] },
  {
    name: "seed-002/direct-response",
    call: (kling) => kling.v1.text2video.get("1"),
    means: {
      ...succeeded,
      taskId: "767640514128248856",
      rawStatus: "succeed",
      createdAtMs: 1751048279423,
      videos: [
        {
          url: "https://cdn.klingai.com/video_url.mp4",
          coverUrl: "https://cdn.klingai.com/thumbnail.jpg",
          durationSeconds: 5,
        },
      ],
    },
  },
  {
    name: "seed-002/list-response",
    call: (kling) => kling.v1.text2video.list(),
    means: [
      {
        ...succeeded,
        taskId: "767640514128248856",
        videos: [{ url: "https://cdn.klingai.com/video_url.mp4" }],
      },
    ],
  },
  {
    name: "account/costs-response",
    call: costs,
    means: {
      resource_pack_subscribe_infos: [
        {
          resource_pack_name: "Trial-Video-100Units-5Con-1Months",
          total_quantity: 200,
          remaining_quantity: 118,
          status: "expired",
        },
      ],
    },
  },
  {
    name: "v1-video-to-audio/get-response",
    call: (kling) => kling.v1.audioVideoToAudio.get("930802000000000002"),
    means: {
      ...succeeded,
      videos: [{ id: "930802000000000778", url: "https://example.com/dubbed.mp4", durationSeconds: 7 }],
      audios: [
        {
          id: "930802000000000779",
          mp3Url: "https://example.com/a.mp3",
          wavUrl: "https://example.com/a.wav",
          mp3DurationSeconds: 7,
          wavDurationSeconds: 7,
        },
      ],
      billing: { units: "0.25" },
    },
  },
  {
    name: "v1-tts/response",
    call: (kling) =>
      kling.audio.speak({ text: "Questions", voice_id: "oversea_male1", voice_language: "en" }),
    means: {
      taskId: "930801290416885793",
      task: {
        ...succeeded,
        results: [
          {
            kind: "audio",
            id: "930801290416885794",
            links: [{ url: "https://example.com/tts.mp3" }],
            durationSeconds: 11.3,
          },
        ],
        billing: { units: "0.05" },
      },
    },
  },
  {
    name: "v1-video-extend/get-response",
    call: (kling) => kling.v1.videoExtend.get("846100000000000010"),
    means: {
      ...succeeded,
      videos: [{ id: "846100000000000011", url: "https://example.com/whole.mp4", durationSeconds: 9.6 }],
      billing: { units: "2" },
    },
  },
  {
    name: "account/unit-ledger-response",
    call: (kling) => kling.account.units.list({ startTimeMs: 0, endTimeMs: DAY_MS }),
    means: {
      entries: [
        {
          task_id: "930810057590833241",
          product_type: "video",
          unit_before_deduction: 13037.3,
          deduction_amount: 5,
          unit_after_deduction: 13032.3,
        },
      ],
      nextCursor: "…",
      hasMore: true,
    },
  },
  {
    name: "account/cash-ledger-response",
    call: (kling) => kling.account.cash.list({ startTimeMs: 0, endTimeMs: DAY_MS }),
    means: {
      entries: [
        { task_id: "930810057590833241", cash_type: "balance", deduction_amount: 5, currency: "USD" },
      ],
      hasMore: true,
    },
  },
  { name: "account/costs-no-packs-response", call: costs, means: { code: 0, msg: "success" } },
];

describe("documented answers", () => {
  it("are all read by some call", () => {
    expect(ROWS.map(({ name }) => name).toSorted()).toEqual(
      listFixtures("response")
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  it.each(ROWS)("$name means what it says", async ({ name, call, means }) => {
    expect(await call(clientOf(name))).toMatchObject(Object(means));
  });

  // The wrapped list of seed 002 is an older shape that only the tolerant parser knows.
  const described = listFixtures("response").filter(({ name }) => name !== "seed-002/list-response");
  it.each(described)("$name fits the operation's schema", ({ body, source }) => {
    const operation = findOperation(source.operation ?? "");
    expect(operation && responseSchemaOf(operation).safeParse(body["data"])).toMatchObject({ success: true });
  });
});

describe("documented callbacks", () => {
  it.each(listFixtures("callback"))("$name is read as a task", ({ body, source }) => {
    const task = parseTask(body);
    expect(task).toMatchObject({ family: source.family, taskId: idOf(body) });
    expect(task?.videos).toHaveLength(JSON.stringify(body).includes("video.mp4") ? 1 : 0);
  });
});

const idOf = (body: JsonObject): unknown => body["task_id"] ?? body["id"];
