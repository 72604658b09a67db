import { OPERATIONS } from "@klingkit/spec";
import { listFixtures } from "@klingkit/testkit";
import { describe, expect, it } from "vitest";

describe("every operation", () => {
  // Which fixtures prove an operation is said once, beside the fixture.
  it("is the only thing that fixtures name", () => {
    const ids = new Set<string | undefined>(OPERATIONS.map(({ id }) => id));
    const strays = listFixtures().filter(({ source }) => source.operation && !ids.has(source.operation));
    expect(strays.map(({ name }) => name)).toEqual([]);
  });

  it.each(OPERATIONS)("$id has a source with a date", ({ source }) => {
    expect(source.readOn).toMatch(/^\d{4}-\d{2}(-\d{2})?$/);
  });

  it("has an id and a place of its own", () => {
    const places = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(places).size).toBe(OPERATIONS.length);
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
  });

  it("is one of the 20 creates and 19 reads of the reference", () => {
    const creates = OPERATIONS.filter(({ effect }) => effect === "spends").map(({ path }) => path);
    expect(creates.toSorted()).toEqual([
      "/image-to-video/kling-2.5-turbo",
      "/image-to-video/kling-2.6",
      "/image-to-video/kling-3.0",
      "/image-to-video/kling-3.0-turbo",
      "/motion-control/kling-2.6",
      "/motion-control/kling-3.0",
      "/omni-video/kling-3.0-omni",
      "/omni-video/kling-o1",
      "/text-to-video/kling-2.5-turbo",
      "/text-to-video/kling-2.6",
      "/text-to-video/kling-3.0",
      "/text-to-video/kling-3.0-turbo",
      "/v1/audio/tts",
      "/v1/audio/video-to-audio",
      "/v1/images/generations",
      "/v1/videos/image2video",
      "/v1/videos/motion-control",
      "/v1/videos/omni-video",
      "/v1/videos/text2video",
      "/v1/videos/video-extend",
    ]);
    const reads = OPERATIONS.filter(({ effect }) => effect === "reads").map(
      ({ method, path }) => `${method} ${path}`,
    );
    expect(reads.toSorted()).toEqual([
      "GET /account/costs",
      "GET /tasks",
      "GET /v1/audio/video-to-audio",
      "GET /v1/audio/video-to-audio/{id}",
      "GET /v1/images/generations",
      "GET /v1/images/generations/{id}",
      "GET /v1/videos/image2video",
      "GET /v1/videos/image2video/{id}",
      "GET /v1/videos/motion-control",
      "GET /v1/videos/motion-control/{id}",
      "GET /v1/videos/omni-video",
      "GET /v1/videos/omni-video/{id}",
      "GET /v1/videos/text2video",
      "GET /v1/videos/text2video/{id}",
      "GET /v1/videos/video-extend",
      "GET /v1/videos/video-extend/{id}",
      "POST /account/billing/balance",
      "POST /account/billing/package",
      "POST /tasks",
    ]);
  });
});
