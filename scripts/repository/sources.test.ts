import { describe, expect, it } from "vitest";
import { findSourceProblems, readSourceIds } from "./sources.ts";

const PAGE = "| id | what |\n|---|---|\n| `LIVE 2026-09-20` | a |\n| `INF` | b |\n| `RFC 9110` | c |\n";
const find = (path: string, text: string) => findSourceProblems(path, text, readSourceIds(PAGE));

describe("findSourceProblems", () => {
  it.for([
    ["packages/spec/src/a.ts", "/** Text. @source LIVE 2026-09-20 */"],
    ["packages/spec/src/a.ts", " * @source LIVE 2026-09-20 (two runs), INF for others"],
    ["packages/spec/src/a.ts", "/** @source RFC 9110 §14 */"],
    ["packages/spec/src/a.ts", "/** @source https://example.com/spec */"],
    ["packages/spec/src/a.ts", 'source: { confidence: "LIVE", readOn: "2026-09-20" },'],
    ["fixtures/a/b.source.json", '{ "readOn": "2026-09-20",\n  "confidence": "LIVE" }'],
    ["docs/a.md", "@source DOC 2020-01"],
  ] as const)("accepts in %s: %s", ([path, text]) => {
    expect(find(path, text)).toEqual([]);
  });

  it.for([
    ["packages/spec/src/a.ts", "/** @source LIVE 2026-09-21 */", "LIVE 2026-09-21"],
    ["packages/spec/src/a.ts", "/** @source LIVE */", "LIVE"],
    ["packages/spec/src/a.ts", "/** @source LIVE 2026-09-20, DOC 2026-09 */", "DOC 2026-09"],
    ["packages/spec/src/a.ts", "/** @source some-notes.md §3 */", "some-notes.md §3"],
    [
      "packages/spec/src/a.ts",
      'source: {\n    confidence: "DOC",\n    readOn: "2026-10",\n  },',
      "DOC 2026-10",
    ],
    ["fixtures/a/b.source.json", '{ "readOn": "2026-09",\n  "confidence": "LIVE" }', "LIVE 2026-09"],
  ] as const)("finds in %s: %s", ([path, text, source]) => {
    expect(find(path, text)).toEqual([`${path}: "${source}" is not listed in docs/sources.md`]);
  });
});
