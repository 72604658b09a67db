import { expect, test } from "vitest";
import { createStyle } from "../terminal/style.ts";
import { breakCommand, formatNotes } from "./notes.ts";

const plain = createStyle({ isTty: false, write: () => undefined }, {});

test("breaks a long example where the shell still reads one command", () => {
  expect(breakCommand('kling video create "a fox in the snow" --duration 7 -o fox.mp4', 48)).toEqual([
    '  kling video create "a fox in the snow" \\',
    "      --duration 7 -o fox.mp4",
  ]);
});

test("leaves a command alone that fits to the cell, and one that is a single word", () => {
  expect(breakCommand("kling plan a.yaml", 19)).toEqual(["  kling plan a.yaml"]);
  expect(breakCommand("kling plan a.yaml", 18)).toEqual(["  kling plan \\", "      a.yaml"]);
  expect(breakCommand("x".repeat(90), 40)).toEqual([`  ${"x".repeat(90)}`]);
});

test("wraps paragraphs, keeps columns, and breaks what an example is for into comments", () => {
  const notes = `
One paragraph that was written
on two lines.

  new     the callback of new endpoints

Examples:
  kling plan batch.yaml
  # ten requests that are named one by one`;
  expect(formatNotes(notes, { style: plain, width: 34 })).toBe(`One paragraph that was written on
two lines.

  new     the callback of new
          endpoints

Examples:
  kling plan batch.yaml
  # ten requests that are named
  # one by one
`);
});
