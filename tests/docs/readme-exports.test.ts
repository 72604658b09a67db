import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const entriesOf = (folder: string): string =>
  globSync(`${folder}/src/*.ts`, { cwd: root })
    .map((path) => read(path))
    .join("\n");

/** What a README lists as exported: the first column of its tables of exports, or the head of each line of a list. */
const LISTS: readonly (readonly [folder: string, line: RegExp])[] = [
  ["packages/spec", /^\| (`[A-Za-z].*?) \|/gm],
  ["packages/engine", /^- (`.*?`): /gm],
];

test.each(LISTS)("what the README of %s lists is exported", (folder, line) => {
  const heads = [...read(`${folder}/README.md`).matchAll(line)].map(([, head = ""]) => head);
  const names = heads.flatMap((head) =>
    [...head.matchAll(/`([A-Za-z]\w+)[`(]/g)].map(([, name = ""]) => name),
  );
  expect(names.length).toBeGreaterThan(5);
  const entries = entriesOf(folder);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(entries))).toEqual([]);
});
