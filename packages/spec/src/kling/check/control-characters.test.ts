import { expect, test } from "vitest";
import { findControl, findControlInPrompt } from "./control-characters.ts";

test.each([
  ["a fox 狐 🦊", undefined, undefined],
  ["two\r\nlines\tand a tab", "U+000D", undefined],
  ["nul\u0000", "U+0000", "U+0000"],
  ["escape\u001b[2J", "U+001B", "U+001B"],
  ["a later one\u009b", "U+009B", "U+009B"],
])("finds what stands in %j", (text, inName, inPrompt) => {
  expect([findControl(text), findControlInPrompt(text)]).toEqual([inName, inPrompt]);
});
