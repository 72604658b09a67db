import { expect, it } from "vitest";
import { fillExamples } from "./example-blocks.ts";

const page = (marker: string) => `# Page\n\n<!-- example: ${marker} -->\n\`\`\`ts\nold\n\`\`\`\n\nend\n`;

it("puts a whole example into its block and leaves the rest alone", () => {
  const { markdown, names } = fillExamples("page.md", page("first"), () => "const a = 1;\n");
  expect(markdown).toBe(page("first").replace("old", "const a = 1;"));
  expect(names).toEqual(["first"]);
});

it("puts an example into the block of a list, and sees code there that no example stands behind", () => {
  const list = (code: string) =>
    `1. Save this:\n\n   <!-- example: first -->\n   \`\`\`ts\n${code}   \`\`\`\n`;
  const { markdown } = fillExamples("page.md", list(""), () => "if (a) {\n  b();\n\n}\n");
  expect(markdown).toBe(list("   if (a) {\n     b();\n\n   }\n"));
  expect(() => fillExamples("page.md", "1. Save:\n\n   ```ts\n   x\n   ```\n", () => "")).toThrow(
    "1 blocks of code",
  );
});

it("puts the lines of a region", () => {
  const code = "import x;\n// #region part\n\nconst $& = 2;\n\n// #endregion\nhidden;\n";
  const { markdown } = fillExamples("page.md", page("first#part"), () => code);
  expect(markdown).toContain("```ts\nconst $& = 2;\n```");
});

it("refuses code that no example stands behind, and regions that do not exist", () => {
  expect(() => fillExamples("page.md", "```ts\nx\n```\n", () => "")).toThrow("page.md: 1 blocks of code");
  expect(() => fillExamples("page.md", page("first#gone"), () => "x\n")).toThrow("no region gone");
});

it("refuses a page that uses a name and leaves out its import, unless it names the whole file", () => {
  const hidden =
    'import { type Kling, createKling as make } from "klingkit";\n// #region part\nmake();\n// #endregion\n';
  const shown = '// #region part\nimport { make } from "klingkit";\nmake();\n// #endregion\n';
  expect(() => fillExamples("page.md", page("first#part"), () => hidden)).toThrow(
    "page.md: uses make of the example first, and shows no import of it",
  );
  expect(fillExamples("page.md", page("first#part"), () => shown).names).toEqual(["first"]);
  expect(fillExamples("p.md", `${page("first#part")}[all](a/first.examples.ts)`, () => hidden).names).toEqual(
    ["first"],
  );
});
