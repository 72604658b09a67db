import { expect, test } from "vitest";
import { findAll } from "./find-all.ts";

const NUMBER = /(\d)x/g;

test.each<[string, readonly string[]]>([
  ["no match", []],
  ["1x, 2x", ["1", "2"]],
])("finds in '%s' the same each time", (text, digits) => {
  const found = () => findAll(text, NUMBER).map(([, digit]) => digit);
  expect([found(), found()]).toEqual([digits, digits]);
});
