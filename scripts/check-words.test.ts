import { describe, expect, it } from "vitest";
import { findPrivateProse, findPrivateWords } from "./check-words.ts";

const find = (source: string, path = "packages/a/src/b.ts") => findPrivateWords(path, source);

describe("private words", () => {
  it("are found in texts, also between the parts of a template", () => {
    expect(find('const text = "Tries go on.";')).toEqual([
      'packages/a/src/b.ts:1: "go on" is a private word; write resume, continue',
    ]);
    expect(find("const a = 1;\nconst text = `${a + `${a}`} is proved`;")).toEqual([
      'packages/a/src/b.ts:2: "is proved" is a private word; write verified',
    ]);
  });

  it("are found as parts of names, and of names of files", () => {
    expect(find("const isUnproved = true;")).toHaveLength(1);
    expect(find("export const a = 1;", "packages/a/src/job-book.ts")).toHaveLength(1);
  });

  it("are left alone in comments, in patterns, and inside other words", () => {
    expect(find("// tries go on\n/* a wish */ const bookmark = /\\bgo on\\b[\"'`]/;")).toEqual([]);
    expect(find("const half = width / 2; // go on\nconst other = 4 / 2;")).toEqual([]);
  });
});

/** For each pattern of a word with an innocent sense: a text that is caught, and one that passes. */
const SENSES: readonly (readonly [caught: string, passed: string])[] = [
  ["The lost answer is looked up.", "The answer of a person is saved."],
  ["The service answers with 429.", "A person answers the question."],
  ["The plan says which route is taken.", "The approver says so."],
  ["A worker is told of the end.", "A toll is paid."],
  ["The video gets sound.", "Describe the sound effects."],
  ["It stays at the same place.", "The download takes place later."],
  ["If a task is there, adopt it.", "There is a task."],
  ["Each worker carries 2 tasks.", "The key is carried in a header."],
  ["A reader that goes away stops it.", "The file is 30 s away."],
  ["Every file is a whole file.", "The whole batch is approved."],
  ["It happens by itself.", "The task itself is kept."],
  ["That task is stuck; it stands still.", "It still stands."],
  ["Somebody else holds the slot.", "Another client holds the slot."],
];

describe("prose of pages", () => {
  it.each(SENSES)("refuses: %s Accepts: %s", (caught, passed) => {
    expect(findPrivateProse("docs/a.md", caught)).toHaveLength(1);
    expect(findPrivateProse("docs/a.md", passed)).toEqual([]);
  });

  it("is judged without code, quotations and links, at its line", () => {
    const page = 'One.\n\n```sh\nsay yes\n```\n\nUse `go on` or "nobody knows".\n> go on\n\nTries go on.';
    expect(findPrivateProse("docs/a.md", page)).toEqual([
      'docs/a.md:10: "go on" is a private word; write resume, continue',
    ]);
  });

  it("has sentences of at most 40 words", () => {
    const sentence = (count: number) => `${"word ".repeat(count)}.`;
    expect(findPrivateProse("docs/a.md", sentence(40))).toEqual([]);
    expect(findPrivateProse("docs/a.md", sentence(41))).toEqual([
      "docs/a.md:1: a sentence of 41 words; write several of at most 25",
    ]);
  });
});
