import { expect, it } from "vitest";
import { findFileProblems } from "./large-files.ts";

const BINARY = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0);

it("accepts text up to 300 kB", () => {
  expect(findFileProblems("docs/a.md", new Uint8Array(300_000).fill(97))).toEqual([]);
});

it("refuses larger files", () => {
  expect(findFileProblems("docs/a.md", new Uint8Array(300_001).fill(97))).toEqual([
    expect.stringContaining("301 kB"),
  ]);
});

it("refuses binary files by what is in them, whatever their name, unless they are listed", () => {
  expect(findFileProblems("docs/a.md", BINARY)).toEqual([expect.stringContaining("is binary")]);
  expect(findFileProblems("fox.mp4", BINARY)).toEqual([expect.stringContaining("is binary")]);
  expect(findFileProblems("examples/lake.png", BINARY)).toEqual([]);
});
