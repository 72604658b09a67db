import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countCharacters } from "../check/count-characters.ts";
import { findLegacyTokens, formatPromptShots, legacyToken, parsePromptShots } from "./prompt.ts";

describe("shots in a prompt", () => {
  it("reads the documented syntax", () => {
    expect(parsePromptShots("shot 1, 2, a door opens; shot 2, 3, a cat walks in;")).toEqual([
      { index: 1, durationSeconds: 2, prompt: "a door opens" },
      { index: 2, durationSeconds: 3, prompt: "a cat walks in" },
    ]);
  });

  it("reads the Chinese spelling and a last shot without its semicolon", () => {
    expect(parsePromptShots("镜头 1, 2, 开门; 镜头2,3,猫走进来")).toEqual([
      { index: 1, durationSeconds: 2, prompt: "开门" },
      { index: 2, durationSeconds: 3, prompt: "猫走进来" },
    ]);
  });

  it.each([
    "a long shot of a fox",
    "screenshot 1, 2, three;",
    "shot 1： 2， full width；",
    "shot one, 2, words;",
  ])("sees no shot in %j", (prompt) => expect(parsePromptShots(prompt)).toEqual([]));

  it("reads back what it writes", () => {
    const words = fc
      .string({ unit: "binary", minLength: 1 })
      .map((text) => text.replaceAll(";", ",").trim())
      .filter((text) => text !== "");
    const shot = fc.record({ durationSeconds: fc.integer({ min: 1, max: 15 }), prompt: words });
    fc.assert(
      fc.property(fc.array(shot, { minLength: 1, maxLength: 6 }), (shots) => {
        expect(parsePromptShots(formatPromptShots(shots))).toEqual(
          shots.map((entry, at) => ({ ...entry, index: at + 1 })),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("keeps a semicolon from ending a shot early", () => {
    expect(parsePromptShots(formatPromptShots([{ durationSeconds: 5, prompt: "a; b" }]))).toMatchObject([
      { prompt: "a, b" },
    ]);
  });
});

describe("legacy tokens", () => {
  it("finds every kind with its place", () => {
    expect(findLegacyTokens("<<<image_1>>> <<<element_2>>> <<<video_1>>> <<<voice_12>>>")).toMatchObject([
      { kind: "image", place: 1 },
      { kind: "element", place: 2 },
      { kind: "video", place: 1 },
      { kind: "voice", place: 12 },
    ]);
  });

  it.each(["<<image_1>>", "<<<object_1>>>", "@image_1", "<<<image>>>"])("leaves %s alone", (text) =>
    expect(findLegacyTokens(text)).toEqual([]),
  );

  it("writes what it finds", () =>
    expect(findLegacyTokens(legacyToken("voice", 2))).toMatchObject([{ kind: "voice", place: 2 }]));
});

describe("length of a text", () => {
  it.each([
    ["fox", 3],
    ["狐狸", 2],
    ["🦊🦊", 2],
    ["", 0],
  ])("%j has %i characters", (text, count) => expect(countCharacters(text)).toBe(count));
});
