import { expect, it } from "vitest";
import { suggest } from "./suggest.ts";

const FIELDS = ["aspectRatio", "audio", "durationSeconds", "firstFrame", "prompt"];

it.each([
  ["aspect_ratio", "aspectRatio"],
  ["ASPECTRATIO", "aspectRatio"],
  ["promt", "prompt"],
  ["durationSecond", "durationSeconds"],
  ["fristFrame", "firstFrame"],
  ["seed", undefined],
  ["x", undefined],
  ["", undefined],
])("%s means %s", (word, meant) => expect(suggest(word, FIELDS)).toBe(meant));

it("compares words of every script", () => {
  expect(suggest("лисица в снегу", ["зайцы в лесу", "лисицы в снегу"])).toBe("лисицы в снегу");
  expect(suggest("狐狸", ["山"])).toBe(undefined);
});
