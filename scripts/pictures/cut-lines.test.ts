import { expect, test } from "vitest";
import { cutLines } from "./cut-lines.ts";
import type { Lines } from "./draw-terminal.ts";

const linesOf = (...texts: readonly string[]): Lines =>
  texts.map((text) => [{ text, colour: undefined, isBold: false, isDim: false }]);
const shown = (lines: Lines) => lines.map((line) => line.map(({ text }) => text).join(""));

test("lines of a cut are left out up to the one that ends it, with a mark in their place", () => {
  const lines = linesOf("NAME", "fox", "lake", "  total  2", "  total  3");
  expect(shown(cutLines(lines, [{ from: /^fox/, to: /total/ }]))).toEqual([
    "NAME",
    "…",
    "  total  2",
    "  total  3",
  ]);
});

test("a cut that fits nothing any more is a mistake, and so is one without an end", () => {
  expect(() => cutLines(linesOf("a", "b"), [{ from: /^x/, to: /^b/ }])).toThrow("no lines from /^x/ to /^b/");
  expect(() => cutLines(linesOf("a", "b"), [{ from: /^b/, to: /^a/ }])).toThrow("no lines from /^b/ to /^a/");
});
