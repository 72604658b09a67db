import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDeclaration } from "./read-declaration.ts";
import { readExports } from "./read-exports.ts";

const PAGES = ["docs/reference/sdk.md", "docs/reference/engine.md"];
const BLOCK = /^### (\w+)\n(?:(?!^### )[\s\S])*?```ts\n((?:(?!^```)[\s\S])*?)```(?!\n\n```ts)/gm;

/** Code without comments and texts. */
const bare = (code: string): string =>
  code.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|"[^"]*"|`[^`]*`|\/(?![/*])[^/\n]+\/[a-z]*/g, "");

const countOf = (text: string, mark: string): number => text.split(mark).length - 1;

describe("pages of exports", () => {
  it("show every name with a signature whose brackets close", () => {
    for (const path of PAGES) {
      const blocks = [...readFileSync(path, "utf8").matchAll(BLOCK)];
      expect(blocks.length).toBeGreaterThan(100);
      const broken = blocks.filter(([, , code = ""]) =>
        ["{}", "()", "[]"].some(
          ([open = "", close = ""]) => countOf(bare(code), open) !== countOf(bare(code), close),
        ),
      );
      expect(broken.map(([, name]) => name)).toEqual([]);
    }
  });

  it("show of a function its parameters and its result, and no body", () => {
    const path = "packages/engine/src/index.ts";
    expect(readDeclaration(path, "emulatedWaits").signature).toBe(
      "function emulatedWaits(timeScale: number): {\n  readonly timing: Partial<EngineTiming>;\n  readonly slots: Partial<SlotSettings>;\n};",
    );
    expect(readDeclaration(path, "makePlan").signature).toMatch(
      /^const makePlan = \([^)]*\): Promise<Plan> => …;$/,
    );
    expect(readDeclaration(path, "checkedPayload").signature).toMatch(/\n\}\): unknown => …;$/);
    for (const page of PAGES) {
      const blocks = [...readFileSync(page, "utf8").matchAll(BLOCK)];
      expect(blocks.filter(([, , code = ""]) => !/[;}]\n$/.test(code)).map(([, name]) => name)).toEqual([]);
      const arrows = blocks.filter(
        ([, , code = ""]) => /^const \w+ = (?:async )?\(/.test(code) && !code.endsWith("=> …;\n"),
      );
      expect(arrows.map(([, name]) => name)).toEqual([]);
    }
  });

  it("say marks of comments in words", () => {
    for (const page of PAGES) {
      const prose = readFileSync(page, "utf8").replaceAll(/^```[\s\S]*?^```/gm, "");
      expect(prose.match(/(?<!`)@(?:returns|throws|source|param|see|link)\b.*/g) ?? []).toEqual([]);
    }
  });

  it("follow a name to the file that declares it", () => {
    const found = readExports("packages/sdk/src/node.ts").find(({ name }) => name === "download");

    expect(found).toEqual({
      name: "download",
      localName: "download",
      isType: false,
      file: "packages/sdk/src/media/download/download.ts",
    });
    const { comment, signature } = readDeclaration(found?.file ?? "", "download");
    expect(comment).toMatch(/^Downloads a result file/);
    expect(signature).toMatch(
      /^function download\(\n {2}source: DownloadSource,[\s\S]*\): Promise<DownloadedFile>;$/,
    );
  });
});
