import { expect, it } from "vitest";
import { clientPageOf } from "../../packages/cli/src/report/client-clips.ts";
import { createImageReport, createReport } from "./support/report-data.ts";

it("has what is done and can be shown, with name, length and ratio, and nothing else", () => {
  const { clips } = clientPageOf(createReport(), { hasPrompts: false });
  expect(clips[0]).toEqual({
    name: "take-1",
    settings: { length: "5 s", ratio: "16:9" },
    files: [{ kind: "video", name: "fox.mp4", source: "fox.mp4" }],
  });
  expect(clips.map(({ name }) => name)).not.toContain("broken");
  expect(clips.map(({ name }) => name)).not.toContain("speech");
});

it("has prompts where they are asked for, and no title where the batch has none", () => {
  const page = clientPageOf({ ...createReport(), hasPurpose: false }, { hasPrompts: true });
  expect(page.clips[0]?.prompt).toBe("A fox in the snow");
  expect(page).not.toHaveProperty("title");
});

it("has a clip for each image of a request", () => {
  const { clips } = clientPageOf(createImageReport(), { hasPrompts: false });
  expect(clips.map(({ name, files }) => [name, files.length])).toEqual([
    ["still (1 of 2)", 2],
    ["still (2 of 2)", 1],
  ]);
});
