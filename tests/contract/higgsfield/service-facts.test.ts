import {
  ERAS,
  findHiggsfieldError,
  findHiggsfieldRoute,
  findHiggsfieldStatus,
  HIGGSFIELD_OPERATIONS,
  HIGGSFIELD_ROUTES,
  IDEMPOTENCY_KEY,
  matchHiggsfield,
  UPLOAD_TYPES,
} from "@klingkit/spec/higgsfield";
import { listFixtures, loadFixture } from "@klingkit/testkit";
import { describe, expect, it } from "vitest";

describe("refusals of Higgsfield", () => {
  const errorOf = (name: string, era: "a" | "b" | "c" = "c") => {
    const { body, source } = loadFixture(`errors/${name}`, "higgsfield");
    const code = typeof body["code"] === "string" ? body["code"] : undefined;
    return findHiggsfieldError({
      httpStatus: source.httpStatus ?? 0,
      code,
      detail: String(body["detail"]),
      era,
    });
  };

  it.each([
    ["invalid-credentials", "authentication", false],
    ["not-found", "not-found", false],
    ["model-not-found", "not-found", false],
    ["queue-full", "concurrency-limit", true],
    ["required-property", "invalid-request", false],
  ])("%s is %s", (name, reason, isRetryable) =>
    expect(errorOf(name)).toMatchObject({ class: reason, isRetryable, mayHaveCharged: "no" }),
  );

  it("are over concurrency with 400 in the older eras only", () => {
    expect(errorOf("too-many-concurrent", "a")).toMatchObject({
      class: "concurrency-limit",
      isRetryable: true,
    });
    expect(errorOf("too-many-concurrent", "b")).toMatchObject({ class: "concurrency-limit" });
    expect(errorOf("too-many-concurrent", "c")).toMatchObject({
      class: "invalid-request",
      isRetryable: false,
    });
  });

  it.each([
    [402, "", "insufficient-balance", "no"],
    [403, "", "insufficient-balance", "no"],
    [422, "Idempotency-Key was used with different request parameters", "idempotency-mismatch", "unknown"],
    [423, "", "server", "no"],
    [429, "", "rate-limit", "no"],
    [500, "", "server", "unknown"],
    [502, "", "server", "unknown"],
    [503, "", "server", "unknown"],
  ])("%i %j is %s", (httpStatus, detail, reason, mayHaveCharged) =>
    expect(findHiggsfieldError({ httpStatus, detail, era: "c" })).toMatchObject({
      class: reason,
      mayHaveCharged,
    }),
  );
});

describe("statuses of Higgsfield", () => {
  it.each([
    ["queued", "submitted", "reserved", true],
    ["in_progress", "processing", "reserved", false],
    ["completed", "succeeded", "charged", false],
    ["failed", "failed", "refunded", false],
    ["nsfw", "failed", "refunded", false],
    ["canceled", "canceled", "refunded", false],
  ])("%s", (word, status, charge, isCancelable) =>
    expect(findHiggsfieldStatus(word)).toMatchObject({ status, charge, isCancelable }),
  );

  it("cover every documented response", () => {
    const words = listFixtures("response", "higgsfield").flatMap(({ body }) => body["status"] ?? []);
    expect(words.length).toBeGreaterThan(5);
    for (const word of words) expect(findHiggsfieldStatus(String(word))).toBeDefined();
    expect(findHiggsfieldStatus("constructor")).toBeUndefined();
  });
});

describe("routes of Higgsfield", () => {
  it.each([
    ["kling-video/omni/image-to-video", "kling-video/omni/first-last-frame"],
    ["kling-video/omni/image_edit", "kling-video/omni/video-edit"],
  ])("%s is none, and names what to use instead", (id, instead) => {
    const route = findHiggsfieldRoute(id);
    expect(route).toMatchObject({ state: "not-a-route", useInstead: expect.arrayContaining([instead]) });
    expect(route?.operation).toBeUndefined();
  });

  it("have evidence, and what is used instead exists", () => {
    for (const { evidence, useInstead = [] } of HIGGSFIELD_ROUTES) {
      expect(evidence.length).toBeGreaterThan(0);
      for (const id of useInstead) expect(findHiggsfieldRoute(id)?.operation).toBeDefined();
    }
    expect(findHiggsfieldRoute("kling-video/v2.1/pro/image-to-video")?.state).toBe("retired");
  });
});

describe("matchHiggsfield", () => {
  it.each(HIGGSFIELD_OPERATIONS.map((one) => [one.method, one.path, one] as const))(
    "%s %s",
    (method, path, one) => {
      const asked = path
        .replace("{id}", "a%20b")
        .replace("/{endpoint}", "/kling-video/v2.6/pro/text-to-video");
      const match = matchHiggsfield(method, asked);
      expect(match?.operation.id).toBe(one.id);
      expect(match?.requestId).toBe(path.includes("{id}") ? "a b" : undefined);
    },
  );

  it("names what is estimated", () => {
    const match = matchHiggsfield("POST", "/estimate/kling-video/v2.6/pro/text-to-video");
    expect(match?.estimates?.id).toBe("kling-video/v2.6/pro/text-to-video");
    expect(matchHiggsfield("POST", "/estimate/sora")).toMatchObject({ operation: { id: "estimate" } });
    expect(matchHiggsfield("GET", "/requests/a/b/status")).toBeUndefined();
    expect(matchHiggsfield("GET", "/requests//status")).toBeUndefined();
    expect(matchHiggsfield("POST", "/requests/1")).toBeUndefined();
  });
});

describe("limits of Higgsfield", () => {
  it.each(["a", "~".repeat(255), "job-1:2"])("takes the key %j", (key) =>
    expect(key).toMatch(IDEMPOTENCY_KEY),
  );
  it.each(["", "a b", "é", "a".repeat(256), "a\n"])("refuses the key %j", (key) =>
    expect(key).not.toMatch(IDEMPOTENCY_KEY),
  );
  it("knows the type of the documented upload", () =>
    expect(UPLOAD_TYPES).toContain(loadFixture("files/request", "higgsfield").body["content_type"]));
  it("keeps keys to the newest era", () =>
    expect(Object.values(ERAS).map(({ id, hasIdempotencyKeys }) => [id, hasIdempotencyKeys])).toEqual([
      ["a", false],
      ["b", false],
      ["c", true],
    ]));
});
