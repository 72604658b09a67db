import { describe, expect, test } from "vitest";
import { nameInputs, nameOfField } from "./name-inputs.ts";

describe("names of inputs", () => {
  test("are counted where several are of one kind", () => {
    expect(nameInputs(["first frame", "reference", "reference", "element"])).toEqual([
      "first frame",
      "2 references",
      "element",
    ]);
    expect(nameInputs([])).toEqual([]);
  });

  test.each([
    ["image", "image"],
    ["images[0].human_image_url", "human image"],
    ["image_urls[3]", "image"],
    ["audio_url", "audio"],
    ["contents[1].url", "file"],
  ])("a field %s is called %s", (path, name) => {
    expect(nameOfField(path)).toBe(name);
  });
});
