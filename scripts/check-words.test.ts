import { describe, expect, it } from "vitest";
import { findPrivateWords } from "./check-words.ts";

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
