import { describe, expect, it } from "vitest";
import { findTextProblems } from "./check-repository.ts";

describe("findTextProblems", () => {
  it.for([
    ["docs/a.md", "saved in /home/ada/videos", "names a path of one machine"],
    ["package-lock.json", '      "resolved": "https://example.com/a.tgz",', "holds download addresses"],
    // Put together here, so that this file names none either.
    [".npmrc", `registry=https://registry${".npmjs"}.org/`, "names a package registry"],
    [".npmrc", "registry=https://npm-mirror.example.com/", "names a package registry"],
    ["packages/sdk/src/a.test.ts", "describe.only('x', () => {});", "runs only some of its tests"],
    ["packages/sdk/src/a.test.ts", "it.concurrent.only('x', () => {});", "runs only some of its tests"],
    ["packages/sdk/src/a.ts", "// TODO later", "has an open end without an issue"],
  ] as const)("finds in %s: %s", ([path, text, message]) => {
    expect(findTextProblems(path, `first line\n${text}\n`)).toEqual([
      expect.stringContaining(`${path}:2: ${message}`),
    ]);
  });

  it.for([
    ["docs/a.md", "https://example.com/work/main"],
    ["docs/a.md", "GET /tasks and POST /v1/videos/text2video"],
    ["packages/sdk/src/a.ts", "// TODO(issue-12) later"],
    ["packages/sdk/src/a.ts", "const route = registry.find(id);"],
    ["package-lock.json", '      "resolved": "packages/sdk",'],
  ] as const)("accepts in %s: %s", ([path, text]) => {
    expect(findTextProblems(path, text)).toEqual([]);
  });

  it("finds code files over 400 lines, tests and generated files aside", () => {
    const text = "const a = 1;\n".repeat(401);
    expect(findTextProblems("packages/sdk/src/a.ts", text)).toEqual([expect.stringContaining("401 lines")]);
    expect(findTextProblems("packages/sdk/src/a.test.ts", text)).toEqual([]);
    expect(findTextProblems("packages/sdk/src/a.gen.ts", text)).toEqual([]);
    expect(findTextProblems("docs/a.md", text)).toEqual([]);
  });
});
