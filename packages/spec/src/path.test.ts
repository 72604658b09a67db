import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchOperation } from "./kling/routes/match.ts";
import { fillPath } from "./path.ts";

describe("fillPath", () => {
  const template = "/v1/videos/text2video/{id}";

  it.each(["../../account/costs", "a/b", "a?b=c", "a#b", "a%2f..", "..%2f", " ", "任务"])(
    "keeps %j inside its part",
    (id) => {
      const path = fillPath(template, { id });
      const url = new URL(path, "https://example.com");
      expect(url.pathname.split("/")).toHaveLength(5);
      expect(url.search + url.hash).toBe("");
      expect(decodeURIComponent(url.pathname.split("/")[4] ?? "")).toBe(id);
    },
  );

  it.each(["", ".", ".."])("refuses %j", (id) =>
    expect(() => fillPath(template, { id })).toThrow(RangeError),
  );
  it("refuses a missing value", () => expect(() => fillPath(template, {})).toThrow(/id/));

  it("comes back through matchOperation", () => {
    const ids = fc.string({ unit: "grapheme", minLength: 1 }).filter((id) => id !== "." && id !== "..");
    fc.assert(
      fc.property(ids, (id) => {
        expect(matchOperation("GET", fillPath(template, { id }))?.params).toEqual({ id });
      }),
    );
  });
});
