import { describe, expect, test } from "vitest";
import { composeCaption, wrapText } from "./caption.ts";
import { toDrawableText } from "./glyphs.ts";

describe("wrapText", () => {
  test("breaks at the last space that fits", () => {
    expect(wrapText("one two three four", 9, 3)).toEqual(["one two", "three", "four"]);
  });

  test("breaks inside a word longer than a line", () => {
    expect(wrapText("abcdefghij", 4, 3)).toEqual(["abcd", "efgh", "ij"]);
  });

  test("ends in dots when there is more", () => {
    expect(wrapText("one two three four five", 9, 2)).toEqual(["one two", "three ..."]);
  });

  test("has no lines for an empty text", () => {
    expect(wrapText("", 9, 2)).toEqual([]);
  });
});

describe("composeCaption", () => {
  const caption = { prompt: "a fox", model: "kling-v3", taskId: "12345" };

  test("names model and id behind the prompt and says that it is emulated", () => {
    const lines = composeCaption(caption, { charactersPerLine: 60, maxPromptLines: 2 });
    expect(lines).toEqual([
      { text: "a fox", isPrompt: true },
      { text: "kling-v3 | 12345 | emulated by klingkit", isPrompt: false },
    ]);
  });

  test("starts a new line rather than split a part", () => {
    const lines = composeCaption(
      { ...caption, isWatermarked: true },
      { charactersPerLine: 22, maxPromptLines: 2 },
    );
    expect(lines.map(({ text }) => text)).toEqual([
      "a fox",
      "kling-v3 | 12345",
      "emulated by klingkit",
      "watermarked",
    ]);
  });
});

test("makes text drawable: accents dropped, punctuation plain, white space folded", () => {
  expect(toDrawableText(" “Café”\n\t– naïve… ")).toBe('"Cafe" - naive...');
});
