import { describe, expect, it } from "vitest";
import { findRoute } from "../routes/routes.ts";
import type { VideoRequest } from "../video/request.ts";
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
    const { rules } = written(routeId, "@image_10 walks");
    expect(rules).toEqual(expect.arrayContaining(["label-unused", "placeholder-unknown"]));
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

const ITEMS: VideoRequest = {
  references: [{ image: "https://example.com/a.png" }, { image: "https://example.com/b.png", name: "hero" }],
  elements: [{ elementId: "829836802793406500" }],
};

function compiled(routeId: string, request: VideoRequest) {
  const route = findRoute(routeId);
  if (!route) throw new Error(`${routeId} is no route`);
  const { body, warnings, issues } = compile(request, route);
  const [first] = Array.isArray(body["contents"]) ? body["contents"] : [];
  const told = warnings.filter(({ rule }) => rule === "placeholder-translated").map(({ message }) => message);
  return { sent: body["prompt"] ?? first?.text, told, issues: issues.map(({ message }) => message) };
}

describe("the ways in which others name an input", () => {
  it.each([
    ["<<<Image_1>>>", "image_1"],
    ["<<image_1>>", "image_1"],
    ["<<<image1>>>", "image_1"],
    ["<image 1>", "image_1"],
    ["[image_1]", "image_1"],
    ["{Image 2}", "hero"],
    ["【图片1】", "image_1"],
    ["@img1", "image_1"],
    ["@Image1", "image_1"],
    ["@图片1", "image_1"],
    ["@image_2", "hero"],
    ["@Hero", "hero"],
    ["@Element1", "element_1"],
    ["@829836802793406500", "element_1"],
  ])("are translated, and the change is told: %s", (written, name) => {
    const prompt = `${written} walks to @image_1, @hero and @element_1`;
    const standard = compiled(STANDARD, { ...ITEMS, prompt });
    expect(standard.issues).toEqual([]);
    expect(standard.sent).toBe(`@${name} walks to @image_1, @hero and @element_1`);
    expect(standard.told).toEqual([expect.stringContaining(`\`${written}\` names`)]);
    const legacy = compiled(LEGACY, { ...ITEMS, prompt });
    const token = { image_1: "image_1", hero: "image_2", element_1: "element_1" }[name];
    expect(legacy.sent).toBe(`<<<${token}>>> walks to <<<image_1>>>, <<<image_2>>> and <<<element_1>>>`);
    expect(legacy.told).toEqual([expect.stringContaining(`It is sent as \`<<<${token}>>>\`.`)]);
  });

  it("are translated in shots, by the path of the shot", () => {
    const shots = [
      { prompt: "@hero and @image_1", durationSeconds: 3 },
      { prompt: "@Image1 meets @element_1", durationSeconds: 3 },
    ];
    const { told } = compiled(LEGACY, { ...ITEMS, shots });
    expect(told).toEqual([expect.stringMatching(/^shots\[1\]\.prompt: `@Image1` names references\[0\]/)]);
  });

  it.each([LEGACY, STANDARD])("are refused by name where no such input is there on %s", (routeId) => {
    for (const written of ["<<<Image_3>>>", "<<image_9>>", "@img7", "@Voice1", "[video 1]"]) {
      const { issues } = compiled(routeId, { ...ITEMS, prompt: `${written} walks` });
      expect(issues, written).toEqual([
        `prompt: \`${written}\` names no input of this request. Use \`@image_1\` (references[0]), \`@hero\` (references[1]), \`@element_1\` (elements[0]).`,
      ]);
    }
  });

  it("are refused beside frames, which another tool may count as images", () => {
    const request = { ...ITEMS, elements: [], firstFrame: "https://example.com/f.png" };
    expect(compiled(STANDARD, { ...request, prompt: "@Image1 and @hero" }).issues).toEqual([
      expect.stringContaining("`@Image1` names no input"),
    ]);
    expect(compiled(STANDARD, { ...request, prompt: "<<<image_2>>> and @hero" })).toMatchObject({
      sent: "@image_1 and @hero",
      issues: [],
    });
    expect(compiled(LEGACY, { ...request, prompt: "<<<image_2>>> and @hero" })).toMatchObject({
      sent: "<<<image_2>>> and <<<image_3>>>",
      told: [],
    });
  });

  it.each([LEGACY, STANDARD])("are refused where a name is unknown and an input unnamed on %s", (routeId) => {
    const [message, ...others] = compiled(routeId, { ...ITEMS, prompt: "@herro and @image_1 meet" }).issues;
    expect(others).toEqual([]);
    expect(message).toMatch(/`@herro` names no input.*Did you mean `@hero`\? Use `@hero`.*leave out the @/);
    const all = "@image_1, @hero and @element_1 follow @anna";
    expect(compiled(routeId, { ...ITEMS, prompt: all }).issues).toEqual([]);
    expect(compiled(routeId, { ...ITEMS, prompt: "mail anna@example.com" }).issues).toEqual([]);
  });
});
