import { describe, expect, it } from "vitest";
import { formatOutput } from "./output-template.ts";

const known = {
  index: 3,
  name: "fox",
  model: "kling-v3",
  ratio: "16:9",
  seconds: 5,
  resolution: "720p",
  kind: "video",
  ext: "mp4",
} as const;

const unknown = { ...known, ratio: undefined, seconds: undefined, resolution: undefined };

describe("the path of a result", () => {
  it("has the values that are known", () => {
    expect(formatOutput("{model}/{index}-{name}-{ratio}-{seconds}s-{resolution}.{ext}", known)).toBe(
      "kling-v3/3-fox-16x9-5s-720p.mp4",
    );
  });

  it.each([
    ["{name}-{ratio}.mp4", "fox.mp4"],
    ["{name}-{ratio}-{seconds}.mp4", "fox.mp4"],
    ["{name}-{ratio}-{index}.mp4", "fox-3.mp4"],
    ["{ratio}-{name}.mp4", "fox.mp4"],
    ["{name} ({ratio}).mp4", "fox.mp4"],
    ["{name}_[{resolution}].mp4", "fox.mp4"],
    ["{ratio}/{name}.mp4", "fox.mp4"],
    ["out/{name}-{ratio}/{index}.mp4", "out/fox/3.mp4"],
    ["{ratio}.mp4", "video.mp4"],
    ["out/{ratio}", "out/video"],
    ["{ratio}/{seconds}.mp4", "video.mp4"],
  ])("leaves what is unknown out of %s, with its separator", (template, path) => {
    expect(formatOutput(template, unknown)).toBe(path);
  });

  it.each([
    ["{name}.mp4", "--rm", "rm.mp4"],
    ["out/{name}.mp4", "-5 degrees", "out/5 degrees.mp4"],
    ["{index}{name}.mp4", "-a", "3-a.mp4"],
    ["{name}.mp4", "-", "video.mp4"],
  ])("begins no name of %s with a dash for %s", (template, name, path) => {
    expect(formatOutput(template, { ...unknown, name })).toBe(path);
  });

  it("takes no value for a folder or a control character", () => {
    expect(formatOutput("{name}-{ratio}.mp4", { ...unknown, name: "../a\0b" })).toBe("a-b.mp4");
  });
});
