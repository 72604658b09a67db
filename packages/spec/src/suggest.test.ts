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
