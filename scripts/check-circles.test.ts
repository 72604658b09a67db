import { describe, expect, it } from "vitest";
import { type CircleCounts, findCircleProblems } from "./check-circles.ts";

/** Files of one package, each with the files that it imports, by paths inside `src`. */
function find(files: Readonly<Record<string, string>>, limit: CircleCounts = { files: 0, folders: 0 }) {
  const sources = Object.entries(files).map(([path, text]) => ({ path: `packages/a/src/${path}`, text }));
  return findCircleProblems(sources, { "packages/a": limit });
}

describe("findCircleProblems", () => {
  it("accepts files that import one way", () => {
    expect(
      find({
        "index.ts": 'export { b } from "./x/b.ts";',
        "x/b.ts": 'import { c } from "../y/c.ts";',
        "y/c.ts": 'import * as z from "zod";',
      }),
    ).toEqual([]);
  });

  it.for([
    'import type { B } from "./b.ts";',
    'const b = await import("./b.ts");',
    'export { b } from "./b.ts";',
    'import {\n  a,\n  b,\n} from "./b.ts";',
  ])("finds two files that import each other, with: %s", (text) => {
    const problems = find({ "a.ts": text, "b.ts": 'import { a } from "./a.ts";' }, { files: 0, folders: 2 });
    expect(problems).toEqual([
      "packages/a: 2 files import each other in a circle (2 in all, limit 0), e.g. packages/a/src/a.ts → packages/a/src/b.ts → packages/a/src/a.ts",
    ]);
  });

  it("finds folders that stand on each other although no file does", () => {
    const problems = find({
      "x/a.ts": 'import { b } from "../y/b.ts";',
      "y/b.ts": "",
      "y/c.ts": 'import { d } from "../x/d.ts";',
      "x/d.ts": "",
    });
    expect(problems).toEqual([expect.stringContaining("2 folders import each other in a circle (2 in all")]);
    expect(problems).toEqual([expect.stringContaining("x → y → x")]);
  });

  it("counts members of several circles together and accepts them up to the limit", () => {
    const files = {
      "x/a.ts": 'import "./b.ts";',
      "x/b.ts": 'import "./a.ts";',
      "x/c.ts": 'import "./d.ts";',
      "x/d.ts": 'import "./e.ts";',
      "x/e.ts": 'import "./c.ts";',
    };
    expect(find(files, { files: 5, folders: 0 })).toEqual([]);
    expect(find(files, { files: 4, folders: 0 })).toHaveLength(2);
  });

  it("leaves tests and their helpers out", () => {
    expect(
      find({
        "x/a.ts": "",
        "x/a.test.ts": 'import "../y/b.ts";',
        "y/b.ts": 'import "../x/a.ts";',
        "testing/c.ts": 'import "./d.ts";',
        "testing/d.ts": 'import "./c.ts";',
      }),
    ).toEqual([]);
  });
});
