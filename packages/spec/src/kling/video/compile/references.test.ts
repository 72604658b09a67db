import { describe, expect, it } from "vitest";
import { findRoute } from "../../routes/routes.ts";
import { compile } from "./compile.ts";

const LEGACY = "v1/omni-video:kling-v3-omni";
const STANDARD = "omni-video:kling-3.0-omni";
const references = [{ image: "https://example.com/a.png" }];

function written(routeId: string, prompt: string) {
  const route = findRoute(routeId);
  if (!route) throw new Error(`${routeId} is no route`);
  const { body, warnings, issues } = compile({ prompt, references }, route);
  const [first] = Array.isArray(body["contents"]) ? body["contents"] : [];
  return { sent: body["prompt"] ?? first?.text, rules: warnings.map(({ rule }) => rule), issues };
}

describe("names of inputs in a prompt", () => {
  it.each([
    ["@image_1 walks", "<<<image_1>>> walks"],
    ["look at @image_1.", "look at <<<image_1>>>."],
    ["让@image_1走路", "让<<<image_1>>>走路"],
    ["@image_10 walks", "@image_10 walks"],
    ["write to me@image_1.com", "write to me@image_1.com"],
    ["see a.@image_1", "see a.@image_1"],
  ])("are whole words on the legacy family: %s", (prompt, sent) => {
    expect(written(LEGACY, prompt)).toMatchObject({ sent, issues: [] });
  });

  it.each([LEGACY, STANDARD])("are all warned of that would not be read on %s", (routeId) => {
    for (const prompt of [
      "@image_10 walks",
      "@Image1 walks",
      "@image1 walks",
      "[image_1] walks",
      "{image 1} walks",
    ]) {
      const { rules } = written(routeId, prompt);
      expect(rules, prompt).toEqual(expect.arrayContaining(["label-unused"]));
      expect(
        rules.filter((rule) => rule.startsWith("placeholder-")),
        prompt,
      ).not.toEqual([]);
    }
  });

  it.each([LEGACY, STANDARD])("are missed where a picture has none on %s", (routeId) => {
    expect(written(routeId, "somebody walks").rules).toContain("label-unused");
    expect(written(routeId, "@image_1 walks").rules).not.toContain("label-unused");
  });

  it("are told apart from longer words that the service may read as them", () => {
    expect(written(STANDARD, "@image_1 writes to me@image_1.com").rules).toContain("placeholder-inside-word");
    expect(written(STANDARD, "@image_1 walks").rules).not.toContain("placeholder-inside-word");
  });
});
