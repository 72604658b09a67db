import { findErrorRow, SERVICE_MESSAGES } from "@klingkit/spec";
import {
  createTestEmulator,
  listFixtures,
  loadFixture,
  TEST_API_KEY,
  type TestEmulator,
} from "@klingkit/testkit";
import { ApiError, createKling, type KlingkitErrorCode } from "klingkit";
import { describe, expect, it } from "vitest";

const IMAGE = "https://example.com/a.png";
const TURBO = "/text-to-video/kling-3.0-turbo";
const OMNI = "/omni-video/kling-3.0-omni";
const IMAGE2VIDEO = "/v1/videos/image2video";
const prompt = { type: "prompt", text: "A fox" };

interface Answer {
  readonly status: number;
  readonly body: unknown;
}
type Provoke = (emulator: TestEmulator) => Promise<Answer>;

const post =
  (path: string, body: unknown): Provoke =>
  (emulator) =>
    emulator.call("POST", path, body);
const omni = (item: unknown): Provoke => post(OMNI, { contents: [prompt, item] });

/** A request with another `Authorization` header, or none. */
const as =
  (path: string, authorization?: string): Provoke =>
  async (emulator) => {
    const headers = authorization === undefined ? {} : { authorization };
    const response = await emulator.fetch(`${emulator.baseUrl}${path}`, { headers });
    return { status: response.status, body: await response.json() };
  };

const twice =
  (path: string, body: unknown): Provoke =>
  async (emulator) => {
    await emulator.call("POST", path, body);
    return emulator.call("POST", path, body);
  };

interface Row {
  readonly name: string;
  readonly code: KlingkitErrorCode;
  readonly provoke: Provoke;
  readonly options?: Parameters<typeof createTestEmulator>[0];
}

const SPEECH = {
  mode: "text2video",
  video_url: "https://example.com/a.mp4",
  text: "Hello",
  voice_id: "oversea_male1",
  voice_language: "en",
};
const speak = (change: object): Provoke => post("/v1/videos/lip-sync", { input: { ...SPEECH, ...change } });

const LIP_SYNC_ROWS: readonly Row[] = (
  [
    ["lip-sync-mode-null", { mode: null }],
    ["lip-sync-video-required", { video_url: "" }],
    ["lip-sync-audio-type-null", { mode: "audio2video" }],
    ["lip-sync-text-required", { text: "" }],
    ["lip-sync-language", { voice_language: "fr" }],
    ["lip-sync-voice", { voice_id: "nobody" }],
    ["lip-sync-speed", { voice_speed: 2.1 }],
  ] as const
).map(([name, change]) => ({ name, code: "KLINGKIT_INVALID_REQUEST", provoke: speak(change) }));

// How each recorded refusal comes about, and which error a caller gets.
const ROWS: readonly Row[] = [
  ...LIP_SYNC_ROWS,
  { name: "authorization-empty", code: "KLINGKIT_AUTHENTICATION", provoke: as("/v1/videos/text2video") },
  {
    name: "api-key-not-found",
    code: "KLINGKIT_AUTHENTICATION",
    provoke: as("/v1/videos/text2video", "Bearer api-key-kling-bogus"),
    options: { keys: [{ apiKey: TEST_API_KEY }] },
  },
  {
    name: "api-key-only",
    code: "KLINGKIT_AUTHENTICATION",
    provoke: as("/tasks?task_ids=1", "Bearer garbage"),
  },
  {
    name: "token-parts",
    code: "KLINGKIT_AUTHENTICATION",
    provoke: as("/v1/videos/text2video", "Bearer garbage"),
  },
  {
    name: "parallel-limit",
    code: "KLINGKIT_CONCURRENCY_LIMIT",
    provoke: twice(TURBO, { prompt: "A fox" }),
    options: { concurrency: 1 },
  },
  {
    name: "balance-not-enough",
    code: "KLINGKIT_INSUFFICIENT_BALANCE",
    provoke: post(TURBO, { prompt: "A fox" }),
    options: { packs: [] },
  },
  {
    name: "model-not-supported",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: post("/text-to-video/sora", { prompt: "A fox" }),
  },
  { name: "contents-empty", code: "KLINGKIT_INVALID_REQUEST", provoke: post(OMNI, { contents: [] }) },
  { name: "contents-type", code: "KLINGKIT_INVALID_REQUEST", provoke: post(OMNI, { contents: "A fox" }) },
  {
    name: "content-type-unknown",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: post(OMNI, { contents: [{ type: "text", text: "A fox" }] }),
  },
  {
    name: "prompt-blank",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: post(OMNI, { contents: [{ type: "prompt", text: "" }] }),
  },
  { name: "frame-blank", code: "KLINGKIT_INVALID_REQUEST", provoke: omni({ type: "first_frame" }) },
  {
    name: "video-url-invalid",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: omni({ type: "feature_video", url: "fox" }),
  },
  {
    name: "element-not-found",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: omni({ type: "element", element_id: "1", id: "fox" }),
  },
  {
    name: "element-invalid",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: omni({ type: "element", element_id: "", id: "fox" }),
  },
  {
    name: "resolution-invalid",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: post(TURBO, { prompt: "A fox", settings: { resolution: "9000p" } }),
  },
  {
    name: "audio-invalid",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: post(OMNI, { contents: [prompt], settings: { audio: "bogus" } }),
  },
  {
    name: "aspect-ratio-invalid",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: post(TURBO, { prompt: "A fox", settings: { aspect_ratio: "7:3" } }),
  },
  {
    name: "audio-mode-unsupported",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: post("/text-to-video/kling-3.0", { prompt: "A fox", settings: { audio: "original" } }),
  },
  {
    name: "external-task-id-exists",
    code: "KLINGKIT_DUPLICATE_EXTERNAL_ID",
    provoke: twice(TURBO, { prompt: "A fox", options: { external_task_id: "job-42" } }),
  },
  {
    name: "task-ids-required",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: (emulator) => emulator.call("GET", "/tasks"),
  },
  {
    name: "task-ids-too-many",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: (emulator) =>
      emulator.call("GET", `/tasks?task_ids=${Array.from({ length: 21 }, (_, at) => at + 1).join(",")}`),
  },
  {
    name: "task-not-found",
    code: "KLINGKIT_NOT_FOUND",
    provoke: (emulator) => emulator.call("GET", "/v1/videos/text2video/nope"),
  },
  {
    name: "image-tail-condition",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: post(IMAGE2VIDEO, {
      model_name: "kling-v2-5-turbo",
      image: IMAGE,
      image_tail: IMAGE,
      mode: "std",
      duration: "5",
    }),
  },
  {
    name: "image-tail-unsupported",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: post(IMAGE2VIDEO, { model_name: "kling-v2-master", image: IMAGE, image_tail: IMAGE }),
    options: { allowsRetiredModels: true },
  },
  {
    name: "prompt-too-long",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: post("/v1/videos/text2video", { model_name: "kling-v3", prompt: "a".repeat(2501) }),
  },
  {
    name: "model-discontinued",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: post("/v1/videos/text2video", { model_name: "kling-v1", prompt: "A fox" }),
  },
  {
    name: "element-deleted",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke(emulator) {
      const elementId = "321922438904313";
      emulator.control.addElement({ elementId, kind: "image" });
      return twice("/v1/general/delete-elements", { element_id: elementId })(emulator);
    },
  },
  {
    name: "api-retired",
    code: "KLINGKIT_INVALID_REQUEST",
    provoke: post("/v1/videos/multi-image2video", { prompt: "A fox" }),
  },
];

describe("recorded refusals", () => {
  it("all have a row", () => {
    const names = listFixtures("error").map(({ name }) => name.replace("errors/", ""));
    expect(ROWS.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  });

  it.each(ROWS)("$name comes out of the emulator word for word", async ({ name, provoke, options }) => {
    await using emulator = await createTestEmulator(options);
    const { body, source } = loadFixture(`errors/${name}`);
    const answer = await provoke(emulator);
    expect(answer).toMatchObject({
      status: source.httpStatus,
      body: { code: body["code"], message: body["message"] },
    });
    expect(answer.body).not.toHaveProperty("data");
  });

  it.each(ROWS)("$name becomes $code in the SDK", async ({ name, code }) => {
    const { body, source } = loadFixture(`errors/${name}`);
    const kling = createKling({
      apiKey: TEST_API_KEY,
      baseUrl: "https://example.com",
      fetch: () => Promise.resolve(Response.json(body, { status: source.httpStatus ?? 400 })),
    });
    const error: unknown = await kling.standard.textToVideo
      .create("kling-3.0-turbo", { prompt: "A fox" })
      .catch((caught: unknown) => caught);
    if (!ApiError.isInstance(error)) throw new Error(`no ApiError: ${String(error)}`);
    const row = findErrorRow(Number(body["code"]));
    expect(error).toMatchObject({
      code,
      status: source.httpStatus,
      serviceCode: body["code"],
      isRetryable: row?.isRetryable,
      mayHaveCharged: "no",
    });
    expect(error.message).toContain(String(body["message"]).replace(/\.$/, "").trim());
  });

  it.each(listFixtures("error"))("$name agrees with the error table", ({ body, source }) =>
    expect(findErrorRow(Number(body["code"]))?.httpStatus).toBe(source.httpStatus),
  );
});

// [HTTP status, code, error], read from the error page and the class list of the style guide.
const CODES: readonly (readonly [number, number, KlingkitErrorCode])[] = [
  [401, 1000, "KLINGKIT_AUTHENTICATION"],
  [401, 1001, "KLINGKIT_AUTHENTICATION"],
  [401, 1002, "KLINGKIT_AUTHENTICATION"],
  [401, 1003, "KLINGKIT_AUTHENTICATION"],
  [401, 1004, "KLINGKIT_AUTHENTICATION"],
  [429, 1100, "KLINGKIT_ACCOUNT"],
  [429, 1101, "KLINGKIT_INSUFFICIENT_BALANCE"],
  [429, 1102, "KLINGKIT_INSUFFICIENT_BALANCE"],
  [403, 1103, "KLINGKIT_PERMISSION"],
  [400, 1200, "KLINGKIT_INVALID_REQUEST"],
  [400, 1201, "KLINGKIT_INVALID_REQUEST"],
  [404, 1202, "KLINGKIT_NOT_FOUND"],
  [404, 1203, "KLINGKIT_NOT_FOUND"],
  [400, 1300, "KLINGKIT_CONTENT_POLICY"],
  [400, 1301, "KLINGKIT_CONTENT_POLICY"],
  [429, 1302, "KLINGKIT_RATE_LIMIT"],
  [429, 1303, "KLINGKIT_CONCURRENCY_LIMIT"],
  [429, 1304, "KLINGKIT_PERMISSION"],
  [500, 5000, "KLINGKIT_SERVER"],
  [503, 5001, "KLINGKIT_SERVER"],
  [504, 5002, "KLINGKIT_SERVER"],
];

/** What a create ends with when the service answers like this, and how often it was sent. */
async function createAgainst(answer: Response) {
  let sent = 0;
  const kling = createKling({
    apiKey: TEST_API_KEY,
    baseUrl: "https://example.com",
    fetch: () => {
      sent += 1;
      return Promise.resolve(answer.clone());
    },
  });
  const error: unknown = await kling.standard.textToVideo
    .create("kling-3.0-turbo", { prompt: "A fox" })
    .catch((caught: unknown) => caught);
  return { error, sent };
}

describe("every business code of a create", () => {
  it.each(CODES)("HTTP %i code %i is %s", async (status, code, expected) => {
    for (const httpStatus of [status, 200]) {
      const { error, sent } = await createAgainst(
        Response.json({ code, message: "no" }, { status: httpStatus }),
      );
      expect(error).toMatchObject({ code: expected, serviceCode: code });
      expect(error).toMatchObject({ mayHaveCharged: code >= 5000 ? "unknown" : "no" });
      // A code that may have made a task is never answered with a second create.
      if (code >= 5000) expect(sent).toBe(1);
    }
  });

  it.each([502, 503, 504])("HTML with HTTP %i may have made a task", async (status) => {
    const { error, sent } = await createAgainst(new Response("<html>bad gateway</html>", { status }));
    expect(error).toMatchObject({ mayHaveCharged: "unknown" });
    expect(sent).toBe(1);
  });
});

// The sentences of the reference's table that no fixture carries as a whole body.
it.each([
  [SERVICE_MESSAGES.videoResolutionInvalid("480p"), "video resolution value '480p' is invalid"],
  [SERVICE_MESSAGES.base64Invalid, "File is not in a valid base64 format"],
  [SERVICE_MESSAGES.valueInvalid("settings.seed", "x"), "settings.seed value 'x' is invalid"],
])("says %s", (said, quoted) => expect(said).toBe(quoted));
