import { describe, expect, it } from "vitest";
import { OPERATIONS } from "../operations/index.ts";
import { isKnownPath, matchOperation } from "./match.ts";

describe("matchOperation", () => {
  it.each(OPERATIONS.map((operation) => [operation.method, operation.path, operation.id] as const))(
    "%s %s is %s",
    (method, path, id) => expect(matchOperation(method, path.replace("{id}", "1"))?.operation.id).toBe(id),
  );

  it("tells the two meanings of /tasks apart", () => {
    expect(matchOperation("GET", "/tasks")?.operation.id).toBe("tasks/query");
    expect(matchOperation("POST", "/tasks")?.operation.id).toBe("tasks/scan");
  });

  it.each([
    "/v1/videos/text2video/",
    "/v1/videos",
    "/tasks/1",
    "/v1/models",
    "/v1/videos/text2video/1/2",
    "",
  ])("knows nothing at %j", (path) => {
    expect(matchOperation("GET", path)).toBeUndefined();
    expect(isKnownPath(path)).toBe(false);
  });

  it("knows a path whatever the method", () => {
    expect(isKnownPath("/account/costs")).toBe(true);
    expect(matchOperation("DELETE", "/account/costs")).toBeUndefined();
  });

  it("takes the one legacy spelling that was seen to work", () =>
    expect(matchOperation("POST", "/omni-video/kling-v3-omni")?.operation.id).toBe(
      "omni-video/kling-3.0-omni",
    ));

  it.each(["__proto__", "constructor", "%", "%zz"])("survives the id %j", (id) =>
    expect(matchOperation("GET", `/v1/videos/text2video/${id}`)?.params["id"]).toBe(id),
  );
});
