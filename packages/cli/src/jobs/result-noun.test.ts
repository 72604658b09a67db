import { expect, test } from "vitest";
import { resultNoun } from "./result-noun.ts";

test("calls what is paid in units of the video pack a video, and anything else a result", () => {
  expect(resultNoun([{}, { unit: "video" }])).toBe("video");
  expect(resultNoun([{ unit: "video" }, { unit: "image" }])).toBe("result");
});
