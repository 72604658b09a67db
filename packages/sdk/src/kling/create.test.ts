import { text2video } from "@klingkit/spec";
import { describe, expect, test } from "vitest";
import { createKlingClient } from "../client.ts";
import { createKling } from "../create-kling.ts";
import { API_KEY, accepted, answering } from "../testing/service-double.ts";

// Answer of 2026-03-29. @source kling-video.md §4.1 [LIVE-F]
const legacyCreated = accepted({
  task_id: "867283741759111202",
  task_status: "submitted",
  task_info: { external_task_id: "text2video_kling_v3_final-1774805076" },
  created_at: 1774805076166,
  updated_at: 1774805076166,
});

describe("create", () => {
  test("on the legacy family returns a handle that names product and model", async () => {
    const service = answering(legacyCreated);
    const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
    const body = {
      model_name: "kling-v3",
      prompt: "a fox",
      external_task_id: "text2video_kling_v3_final-1774805076",
    } as const;
    expect(await kling.v1.text2video.create(body)).toEqual({
      taskId: "867283741759111202",
      externalTaskId: "text2video_kling_v3_final-1774805076",
      service: "kling",
      family: "legacy",
      product: "text2video",
      model: "kling-v3",
      status: "submitted",
      rawStatus: "submitted",
      createdAtMs: 1774805076166,
      requestId: "c0656403-1e6e-4b7e-b8f8-2cdd2595f2b9",
      estimate: expect.objectContaining({ isKnown: true, units: 3 }),
      warnings: [],
    });
    expect(service.requests.map(({ line, text }) => [line, JSON.parse(text)])).toEqual([
      ["POST /v1/videos/text2video", body],
    ]);
  });

  test("answered with the task of another external id is unclear, and keeps the id to look up", async () => {
    const service = answering(legacyCreated);
    const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
    const body = { model_name: "kling-v3", prompt: "a fox", external_task_id: "job-42" } as const;
    await expect(kling.v1.text2video.create(body)).rejects.toMatchObject({
      code: "KLINGKIT_RESPONSE",
      mayHaveCharged: "unknown",
      isRetryable: false,
      externalTaskId: "job-42",
    });
  });

  test.each([" ", "a,b", "a/b", ".", "x".repeat(257), "a\u0000b"])(
    "with the external id '%s' is refused: no read could ask for it",
    async (external_task_id) => {
      const service = answering();
      const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
      const body = { model_name: "kling-v3", prompt: "a fox", external_task_id } as const;
      await expect(kling.v1.text2video.create(body)).rejects.toMatchObject({
        code: "KLINGKIT_INVALID_REQUEST",
        issues: [{ rule: "external-id", path: "external_task_id" }],
      });
      expect(service.requests).toEqual([]);
    },
  );

  test("lists every broken rule with its field and sends nothing", async () => {
    const service = answering();
    const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
    const create = kling.standard.textToVideo.create("kling-3.0", {
      prompt: "a fox",
      settings: { duration: 99, aspect_ratio: "16:9", resolution: "720p", audio: "off", multi_shot: false },
    });
    const error: unknown = await create.catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      name: "InvalidRequestError",
      code: "KLINGKIT_INVALID_REQUEST",
      mayHaveCharged: "no",
      status: undefined,
      issues: [{ path: "settings.duration" }],
      message: expect.stringContaining("settings.duration"),
    });
    expect(service.requests).toEqual([]);
  });

  test("merges extraBody after the check, deep and without touching the caller's objects", async () => {
    const service = answering(accepted({ id: "1", status: "submitted" }));
    const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
    const body = { prompt: "a fox", settings: { duration: 5 } };
    await kling.standard.textToVideo.create("kling-3.0", body, {
      extraBody: { settings: { seed: 7 }, novel: [1] },
    });
    expect(JSON.parse(service.requests[0]?.text ?? "")).toEqual({
      prompt: "a fox",
      settings: { duration: 5, seed: 7 },
      novel: [1],
    });
    expect(body).toEqual({ prompt: "a fox", settings: { duration: 5 } });
  });

  test.each([
    [{}, 1],
    [{ extraBody: { duration: "10" } }, 2],
  ])("with %j reads the body as often as its price needs", async (options, times) => {
    const service = answering(legacyCreated);
    const client = createKlingClient({ apiKey: API_KEY, fetch: service.fetch });
    const read: unknown[] = [];
    const counted = {
      ...text2video.create,
      normalize(body: unknown) {
        read.push(body);
        return text2video.create.normalize(body);
      },
    };
    const created = await client.create(counted, { model_name: "kling-v3", prompt: "a fox" }, options);
    expect(created.estimate).toMatchObject({ isKnown: true, units: 3 * times });
    expect(read).toHaveLength(times);
  });

  test("refuses an unknown field that is not in extraBody", async () => {
    const kling = createKling({ apiKey: API_KEY, fetch: answering().fetch });
    const body = { prompt: "a fox", promt: "typo" };
    await expect(kling.standard.textToVideo.create("kling-3.0", body)).rejects.toMatchObject({
      issues: [{ path: "promt" }],
    });
  });

  test("keeps an external id that came in through extraBody", async () => {
    const service = answering({ error: new TypeError("fetch failed") });
    const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
    const create = kling.v1.text2video.create(
      { model_name: "kling-v3", prompt: "a fox" },
      { extraBody: { external_task_id: "mine" } },
    );
    await expect(create).rejects.toMatchObject({ externalTaskId: "mine", mayHaveCharged: "unknown" });
  });

  test("names the known models for one that is not known", async () => {
    const kling = createKling({ apiKey: API_KEY, fetch: answering().fetch });
    const model: string = "kling-9";
    // @ts-expect-error an unknown model does not compile either
    await expect(kling.standard.textToVideo.create(model, { prompt: "a fox" })).rejects.toThrow(
      /kling-3\.0-turbo, kling-3\.0/,
    );
  });

  test("refuses a retired model unless that is allowed", async () => {
    const service = answering(legacyCreated);
    const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
    const body = { model_name: "kling-v1", prompt: "a fox" } as const;
    await expect(kling.v1.text2video.create(body)).rejects.toThrow(/retired on 2026-09-15/);
    await expect(kling.v1.text2video.create(body, { allowsRetired: true })).resolves.toMatchObject({
      model: "kling-v1",
    });
  });
});
