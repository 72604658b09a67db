import { describe, expect, it } from "vitest";
import { findCircleProblems } from "./check-circles.ts";

/** Files of one package, each with the files that it imports, by paths inside `src`. */
function find(files: Readonly<Record<string, string>>) {
  const sources = Object.entries(files).map(([path, text]) => ({ path: `packages/a/src/${path}`, text }));
  return findCircleProblems(sources);
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
    const problems = find({ "x/a.ts": text, "x/b.ts": 'import { a } from "./a.ts";' });
    expect(problems).toEqual([
      "packages/a: 2 files import each other in a circle, e.g. packages/a/src/x/a.ts → packages/a/src/x/b.ts → packages/a/src/x/a.ts",
    ]);
  });

  it("finds folders that stand on each other although no file does", () => {
    const problems = find({
      "x/a.ts": 'import { b } from "../y/b.ts";',
      "y/b.ts": "",
      "y/c.ts": 'import { d } from "../x/d.ts";',
      "x/d.ts": "",
    });
    expect(problems).toEqual(["packages/a: 2 folders import each other in a circle, e.g. x → y → x"]);
  });

  it("takes a file beside the folders for a folder of its own", () => {
    const problems = find({
      "index.ts": 'import { a } from "./x/a.ts";',
      "x/a.ts": 'import { b } from "../y/b.ts";',
      "y/b.ts": "",
      "x/c.ts": 'import { index } from "../index.ts";',
    });
    expect(problems).toEqual([
      "packages/a: 2 folders import each other in a circle, e.g. index.ts → x → index.ts",
    ]);
  });

  it("reports each circle", () => {
    const problems = find({
      "x/a.ts": 'import "./b.ts";',
      "x/b.ts": 'import "./a.ts";',
      "x/c.ts": 'import "./d.ts";',
      "x/d.ts": 'import "./e.ts";',
      "x/e.ts": 'import "./c.ts";',
    });
    expect(problems).toEqual([
      expect.stringContaining("3 files import each other"),
      expect.stringContaining("2 files import each other"),
    ]);
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
