import { OPERATIONS } from "@klingkit/spec";
import { listFixtures } from "@klingkit/testkit";
import { describe, expect, it } from "vitest";

describe("every operation", () => {
  it.each(OPERATIONS)("$id names exactly the fixtures that are its own", ({ id, examples }) => {
    const own = listFixtures().filter(({ source }) => source.operation === id);
    expect(examples.toSorted()).toEqual(own.map(({ name }) => name).toSorted());
  });

  it.each(OPERATIONS)("$id has a source with a date", ({ source }) => {
    expect(source.readOn).toMatch(/^\d{4}-\d{2}(-\d{2})?$/);
  });

  it("has an id and a place of its own", () => {
    const places = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(places).size).toBe(OPERATIONS.length);
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
  });

  it("is one of the 16 creates and 11 reads of the reference", () => {
    const creates = OPERATIONS.filter(({ kind }) => kind === "create").map(({ path }) => path);
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
      "/v1/videos/image2video",
      "/v1/videos/motion-control",
      "/v1/videos/omni-video",
      "/v1/videos/text2video",
    ]);
    const reads = OPERATIONS.filter(({ kind }) => kind !== "create").map(
      ({ method, path }) => `${method} ${path}`,
    );
    expect(reads.toSorted()).toEqual([
      "GET /account/costs",
      "GET /tasks",
      "GET /v1/videos/image2video",
      "GET /v1/videos/image2video/{id}",
      "GET /v1/videos/motion-control",
      "GET /v1/videos/motion-control/{id}",
      "GET /v1/videos/omni-video",
      "GET /v1/videos/omni-video/{id}",
      "GET /v1/videos/text2video",
      "GET /v1/videos/text2video/{id}",
      "POST /tasks",
    ]);
  });
});
