import { expect, it } from "vitest";
import { DOCUMENTED_PATHS, findDocumentedPath } from "./documented-paths.ts";

it("finds paths and the tasks below them, and nothing else", () => {
  expect(findDocumentedPath("/v1/videos/effects")).toMatchObject({ kind: "task" });
  expect(findDocumentedPath("/v1/videos/effects/123")).toMatchObject({ path: "/v1/videos/effects" });
  expect(findDocumentedPath("/v1/general/presets-voices/123")).toBeUndefined();
  expect(findDocumentedPath("/v1/models")).toBeUndefined();
  expect(findDocumentedPath("/")).toBeUndefined();
});

it("lists every path once", () => {
  expect(new Set(DOCUMENTED_PATHS.map(({ path }) => path)).size).toBe(DOCUMENTED_PATHS.length);
});
