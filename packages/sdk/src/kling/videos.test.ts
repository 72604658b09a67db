import { expect, test } from "vitest";
import { createKling } from "../create-kling.ts";
import { API_KEY, accepted, answering } from "../testing/service-double.ts";

const legacyCreated = accepted({ task_id: "1", task_status: "submitted", task_info: {} });

test("compile takes a verified route when nothing else is asked", () => {
  const { route, issues } = createKling({ apiKey: API_KEY }).videos.compile({ prompt: "a fox in the snow" });
  expect({ id: route.id, issues }).toEqual({ id: "v1/text2video:kling-v3", issues: [] });
});

test("compile follows the asked model and family", () => {
  const { videos } = createKling({ apiKey: API_KEY });
  const request = { prompt: "a fox in the snow" };
  expect(videos.compile(request, { model: "kling-3.0-turbo" }).route.id).toBe(
    "text-to-video:kling-3.0-turbo",
  );
  expect(videos.compile(request, { family: "standard", model: "kling-v3" }).route.id).toBe(
    "text-to-video:kling-3.0",
  );
  expect(videos.compile(request, { model: "kling-v3-omni" }).route.id).toBe("v1/omni-video:kling-v3-omni");
});

test("compile goes on to a route that can do what is asked", () => {
  const { videos } = createKling({ apiKey: API_KEY });
  const compiled = videos.compile({ prompt: "a fox", durationSeconds: 7, cfgScale: 0.7 });
  expect(compiled.issues).toEqual([]);
});

test("what no route takes is said once per field, in the caller's names and with what passes", async () => {
  const kling = createKling({ apiKey: API_KEY });
  await expect(kling.videos.create({ prompt: "a fox", durationSeconds: 60 })).rejects.toMatchObject({
    message:
      "The request was not sent: no route takes it.\n- durationSeconds: kling-v3 makes 3 to 15 seconds, not 60.",
    issues: [{ field: "durationSeconds", allowed: [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] }],
  });
  expect(() => kling.videos.compile({ prompt: "a fox", durationSeconds: 99 })).toThrow(
    expect.objectContaining({
      name: "ConfigError",
      option: "request",
      message:
        "No route takes this request. Nothing was sent.\n- durationSeconds: kling-v3 makes 3 to 15 seconds, not 99.",
    }),
  );
});

test.each([
  [5, "createKling takes its options as an object, such as { apiKey }. Nothing was sent."],
  [null, "createKling takes its options as an object, such as { apiKey }. Nothing was sent."],
  ["a-secret-key", "createKling takes its options as an object, such as { apiKey }. Nothing was sent."],
])("createKling(%j) is refused, without the value, which may be a key", (options, message) => {
  // @ts-expect-error A caller without types.
  expect(() => createKling(options)).toThrow(expect.objectContaining({ code: "KLINGKIT_CONFIG", message }));
});

test.each([
  [
    "videos.create()",
    (kling: Untyped) => kling.videos.create(),
    "KLINGKIT_INVALID_REQUEST",
    /not sent.*\n- request: expected an object/,
  ],
  [
    "videos.compile()",
    (kling: Untyped) => kling.videos.compile(),
    "KLINGKIT_INVALID_REQUEST",
    /not sent.*\n- request: expected an object/,
  ],
  [
    "options that are none",
    (kling: Untyped) => kling.videos.create({ prompt: "x" }, 5),
    "KLINGKIT_CONFIG",
    /^videos takes its options as an object/,
  ],
  [
    "create()",
    (kling: Untyped) => kling.create(),
    "KLINGKIT_CONFIG",
    /^create needs an operation, .* Nothing was sent/,
  ],
])("%s is refused by a code, before anything is sent", async (_, call, code, message) => {
  const service = answering();
  const kling: Untyped = createKling({ apiKey: API_KEY, fetch: service.fetch }) as never;
  const failure: unknown = await Promise.resolve()
    .then(() => call(kling))
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ code, message: expect.stringMatching(message), mayHaveCharged: "no" });
  expect(service.requests).toEqual([]);
});

/** As a caller without types sees the client. */
interface Untyped {
  create(...given: unknown[]): unknown;
  readonly videos: Readonly<Record<"create" | "compile", (...given: unknown[]) => unknown>>;
}

test("compile of one route returns its issues instead of throwing", () => {
  const { videos } = createKling({ apiKey: API_KEY });
  const { issues } = videos.compile(
    { prompt: "a fox", durationSeconds: 99 },
    { routeId: "text-to-video:kling-3.0" },
  );
  expect(issues.map(({ path }) => path)).toEqual(["settings.duration"]);
  expect(() => videos.compile({ prompt: "a fox" }, { routeId: "text-to-video:kling-4.0" })).toThrow(
    /listed only/,
  );
  expect(() => videos.compile({ prompt: "a fox" }, { routeId: "nowhere" })).toThrow(/no route 'nowhere'/);
});

test("an unknown model names those that do it", () => {
  const { videos } = createKling({ apiKey: API_KEY });
  expect(() => videos.compile({ prompt: "a fox" }, { model: "kling-9" })).toThrow(/kling-9.*kling-3\.0/);
});

test.each([
  ["kling-v3omni", "kling-v3-omni"],
  ["Kling-3.0-Turbo", "kling-3.0-turbo"],
  ["kling-v26", "kling-v2-6"],
])("the misspelt model %s is refused with the one that was meant", (model, meant) => {
  const { videos } = createKling({ apiKey: API_KEY });
  expect(() => videos.compile({ prompt: "a fox" }, { model })).toThrow(`Did you mean ${meant}?`);
});

test("a misspelt route is refused with the one that was meant", () => {
  const { videos } = createKling({ apiKey: API_KEY });
  expect(() => videos.compile({ prompt: "a fox" }, { routeId: "v1/text2video:kling-v33" })).toThrow(
    "There is no route 'v1/text2video:kling-v33'. Did you mean v1/text2video:kling-v3? ROUTES and `kling routes` list all. Nothing was sent.",
  );
});

test("a key pair gets legacy routes only", () => {
  const { videos } = createKling({ accessKey: "ak", secretKey: "sk" });
  expect(videos.compile({ prompt: "a fox" }).route.family).toBe("legacy");
  expect(() => videos.compile({ prompt: "a fox" }, { model: "kling-3.0-turbo" })).toThrow(/API keys only/);
});

test("create sends what compile wrote", async () => {
  const service = answering(legacyCreated, legacyCreated);
  const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
  const request = {
    prompt: "a fox in the snow",
    durationSeconds: 7,
    aspectRatio: "9:16",
    externalTaskId: "mine",
  } as const;
  const compiled = kling.videos.compile(request);
  expect(await kling.videos.create(request)).toMatchObject({
    taskId: "1",
    product: "text2video",
    model: "kling-v3",
    externalTaskId: "mine",
  });
  await kling.videos.send(compiled);
  expect(service.requests.map(({ text }) => JSON.parse(text))).toEqual([compiled.body, compiled.body]);
});

test("create refuses locally with the issues", async () => {
  const service = answering();
  const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
  const refusal = { code: "KLINGKIT_INVALID_REQUEST", issues: [{ path: "duration" }], mayHaveCharged: "no" };
  await expect(kling.videos.create({ prompt: "a fox", durationSeconds: 99 })).rejects.toMatchObject(refusal);
  const compiled = kling.videos.compile(
    { prompt: "a fox", durationSeconds: 99 },
    { routeId: "v1/text2video:kling-v3" },
  );
  await expect(kling.videos.send(compiled)).rejects.toMatchObject(refusal);
  expect(service.requests).toEqual([]);
});

test("create without an external id makes one, and a lost answer carries it", async () => {
  const service = answering({ error: new TypeError("fetch failed") });
  const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
  const failure: unknown = await kling.videos.create({ prompt: "a fox" }).catch((error: unknown) => error);
  const sent = JSON.parse(service.requests[0]?.text ?? "{}");
  expect(sent.external_task_id).toMatch(/^klingkit-[\da-f-]{36}$/);
  expect(failure).toMatchObject({ mayHaveCharged: "unknown", externalTaskId: sent.external_task_id });
});

test("a limit of the best route ends there, with the route that would take the request", () => {
  const { videos } = createKling({ apiKey: API_KEY });
  expect(videos.compile({ prompt: "x".repeat(2500) }).route.id).toBe("v1/text2video:kling-v3");
  expect(() => videos.compile({ prompt: "x".repeat(2501) })).toThrow(
    expect.objectContaining({
      code: "KLINGKIT_INVALID_REQUEST",
      message: expect.stringMatching(
        /v1\/text2video:kling-v3: prompt: has 2501 characters.*text-to-video:\S+ takes it/,
      ),
    }),
  );
});

test("what all routes have against a request is said once, in the request's own words", () => {
  const { videos } = createKling({ apiKey: API_KEY });
  const message = (request: object) => {
    try {
      videos.compile(request);
    } catch (error) {
      return error instanceof Error ? error.message : "";
    }
    return "";
  };
  expect(message({}).match(/prompt is required/g)).toHaveLength(1);
  expect(message({ prompt: "x", durationSeconds: 60 })).toContain("durationSeconds");
  expect(message({ prompt: "x", durationSeconds: 60 })).not.toContain("settings.");
});

test("data that is no request is refused before anything is sent", async () => {
  const service = answering();
  const { videos } = createKling({ apiKey: API_KEY, fetch: service.fetch });
  const rows: readonly object[] = [
    { prompt: "x", model: "kling-v2-5-turbo" },
    { prompt: "x", model_name: "kling-v2-6", mode: "pro", aspect_ratio: "9:16", duration: "10" },
    { prompt: "x", durationSecond: 10, audioo: "native" },
    { prompt: "x", resolution: "1080P" },
  ];
  for (const row of rows) {
    expect(() => videos.compile(row)).toThrow(/it has mistakes/);
    await expect(videos.create(row)).rejects.toMatchObject({
      code: "KLINGKIT_INVALID_REQUEST",
      mayHaveCharged: "no",
    });
    await expect(videos.create(row, { routeId: "v1/text2video:kling-v3" })).rejects.toMatchObject({
      code: "KLINGKIT_INVALID_REQUEST",
    });
  }
  // @ts-expect-error a program without types calls it so
  await expect(videos.create()).rejects.toMatchObject({ code: "KLINGKIT_INVALID_REQUEST" });
  expect(service.requests).toEqual([]);
});

test("who buys is told route, price and warnings; strict refuses instead", async () => {
  const service = answering(legacyCreated);
  const { videos } = createKling({ apiKey: API_KEY, fetch: service.fetch });
  const request = { prompt: "x", firstFrame: "https://example.com/a.png", aspectRatio: "1:1" } as const;
  await expect(videos.create(request, { strict: true })).rejects.toMatchObject({
    code: "KLINGKIT_INVALID_REQUEST",
    issues: [{ rule: "aspect-ratio-ignored" }],
  });
  expect(service.requests).toEqual([]);
  expect(await videos.create(request)).toMatchObject({
    routeId: "v1/image2video:kling-v3",
    estimate: { units: 3 },
    warnings: [{ rule: "aspect-ratio-ignored", field: "aspectRatio" }],
  });
});

test("with a key pair, no model is advised that the key pair does not reach, and the reason is said", () => {
  const { videos } = createKling({ accessKey: "ak", secretKey: "sk" });
  const messageOf = (model: string) => {
    try {
      return videos.compile({ prompt: "a fox" }, { model: model as never }).route.id;
    } catch (error) {
      return String(error);
    }
  };
  const turbo = messageOf("kling-3.0-turbo");
  expect(turbo).toContain(
    "text-to-video with model kling-3.0-turbo takes API keys only, and there is a key pair. Set apiKey (KLING_API_KEY). With the key pair, use kling-v3, ",
  );
  const advised = /use (.*)\. Nothing was sent\./.exec(turbo)?.[1]?.split(", ") ?? [];
  expect(advised.length).toBeGreaterThan(3);
  for (const model of [
    ...advised,
    ...(/ Use (.*)\. Nothing/.exec(messageOf("kling-v33"))?.[1]?.split(", ") ?? []),
  ])
    expect(messageOf(model)).toMatch(/^v1\//);
});
