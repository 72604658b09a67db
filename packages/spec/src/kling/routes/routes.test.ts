import { describe, expect, it } from "vitest";
import { MODELS, RETIREMENT_DAY } from "../facts/models.ts";
import { evidenceOf, ROUTES_WITH_EVIDENCE } from "./route-evidence.ts";
import { findRoute, ROUTES, selectRoutes } from "./routes.ts";

describe("route registry", () => {
  it("verifies exactly the production pair of seed 000", () => {
    const verified = ROUTES.filter(({ state }) => state === "verified").map(({ id }) => id);
    expect(verified.toSorted()).toEqual([
      "v1/image2video:kling-v3",
      "v1/omni-video:kling-v3-omni",
      "v1/text2video:kling-v3",
    ]);
  });

  it("keeps multi-image2video as a legacy route that nothing compiles for", () => {
    expect(findRoute("v1/multi-image2video:kling-v1-6")).toMatchObject({ state: "legacy" });
    expect(findRoute("v1/multi-image2video:kling-v1-6")?.operation).toBeUndefined();
  });

  it("documents the twelve current pages", () => {
    const pages = ROUTES.filter(({ family, operation }) => family === "standard" && operation);
    expect(pages).toHaveLength(12);
    expect(new Set(pages.map(({ state }) => state))).toEqual(new Set(["documented"]));
  });

  it.each(["v1/text2video:kling-v2-6", "v1/omni-video:kling-video-o1", "v1/motion-control:kling-v3"])(
    "calls %s a hypothesis: nobody recorded it on /v1",
    (id) => expect(findRoute(id)?.state).toBe("hypothesis"),
  );

  it("calls 4.0 a hypothesis without an operation", () => {
    const routes = ROUTES.filter(({ model }) => model === "kling-4.0");
    expect(routes.length).toBeGreaterThan(0);
    for (const route of routes) {
      expect(route.state).toBe("hypothesis");
      expect(evidenceOf(route)).toMatchObject([{ confidence: "MIRROR" }]);
    }
  });

  it("retires the six models of the notice", () => {
    const retired = MODELS.filter(({ retiredOn }) => retiredOn !== undefined);
    expect(retired.map(({ legacyName }) => legacyName).toSorted()).toEqual([
      "kling-v1",
      "kling-v1-5",
      "kling-v1-6",
      "kling-v2-1",
      "kling-v2-1-master",
      "kling-v2-master",
    ]);
    for (const model of retired) expect(model.retiredOn).toBe("2026-09-15");
    expect(RETIREMENT_DAY).toBe("2026-09-15");
  });

  it("gives every route evidence and a unique id", () => {
    expect(new Set(ROUTES.map(({ id }) => id)).size).toBe(ROUTES.length);
    for (const route of ROUTES) expect(evidenceOf(route).length).toBeGreaterThan(0);
  });

  it("calls a route verified only with a live record, and has no evidence for routes that do not exist", () => {
    for (const route of ROUTES.filter(({ state }) => state === "verified"))
      expect(evidenceOf(route)).toContainEqual(expect.objectContaining({ confidence: "LIVE" }));
    expect(ROUTES_WITH_EVIDENCE.filter((id) => !findRoute(id))).toEqual([]);
  });
});

describe("selectRoutes", () => {
  const ids = (query: Parameters<typeof selectRoutes>[0]) => selectRoutes(query).map(({ id }) => id);

  it("offers the verified pair first", () => {
    expect(ids({ capability: "text-to-video" })[0]).toBe("v1/text2video:kling-v3");
    expect(ids({ capability: "image-to-video" })[0]).toBe("v1/image2video:kling-v3");
    expect(ids({ capability: "omni-video" })[0]).toBe("v1/omni-video:kling-v3-omni");
  });

  it("prefers the family whose name was given", () => {
    expect(ids({ capability: "text-to-video", model: "kling-3.0" })).toEqual([
      "text-to-video:kling-3.0",
      "v1/text2video:kling-v3",
    ]);
    expect(ids({ capability: "text-to-video", model: "kling-v3" })).toEqual([
      "v1/text2video:kling-v3",
      "text-to-video:kling-3.0",
    ]);
  });

  it("keeps to one family when told", () =>
    expect(ids({ capability: "text-to-video", model: "kling-v3", family: "standard" })).toEqual([
      "text-to-video:kling-3.0",
    ]));

  it("leaves retired models out unless asked", () => {
    expect(ids({ capability: "text-to-video", model: "kling-v1" })).toEqual([]);
    expect(ids({ capability: "text-to-video", model: "kling-v1", allowsRetired: true })).toEqual([
      "v1/text2video:kling-v1",
    ]);
  });

  it("never offers what cannot be compiled", () =>
    expect(ids({ capability: "text-to-video", model: "kling-4.0" })).toEqual([]));
  it("offers nothing for an unknown model", () =>
    expect(ids({ capability: "text-to-video", model: "sora" })).toEqual([]));
});
