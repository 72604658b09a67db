import { findDocumentedPath, OPERATIONS } from "@klingkit/spec";
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

  // Paths of the two families whose requests are compiled; all others are listed with their kind.
  const VIDEO_PATHS = [
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
  ];
  const GENERAL_READS = ["/tasks", "/account/costs"];

  it("includes the creates of videos and the reads of all tasks", () => {
    const described: readonly string[] = OPERATIONS.map(({ path }) => path);
    expect([...VIDEO_PATHS, ...GENERAL_READS].filter((path) => !described.includes(path))).toEqual([]);
  });

  it.each(OPERATIONS.filter(({ path }) => ![...VIDEO_PATHS, ...GENERAL_READS].includes(path)))(
    "$id has a documented path, and does what is documented of it",
    ({ effect, answer, path }) => {
      const base = path.replace(/\/\{id\}$/, "");
      if (VIDEO_PATHS.includes(base)) return expect(effect).toBe("reads");
      const kind = findDocumentedPath(base)?.kind;
      // A path that makes something by POST lists it by GET.
      const isReadBeside = (kind === "task" || kind === "write") && effect === "reads";
      const described = { spends: answer === "task" ? "task" : "paid", writes: "write", reads: "read" }[
        effect
      ];
      return expect(isReadBeside ? kind : described).toBe(kind);
    },
  );
});
