import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { CREATES } from "@klingkit/spec";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OPERATIONS = "packages/spec/src/kling/operations";
/** The list that a new operation is added to. */
const REGISTRY = `${OPERATIONS}/index.ts`;
/** Files that name several operations and need no line for a new one. */
const NO_LISTS: readonly string[] = [
  // Words of a contract, which no descriptor can know: `--type` of the video commands, as their page prints them.
  "packages/cli/src/tasks/task-types.ts",
  // Queries of the three reads that belong to no product; a product's are made with it.
  `${OPERATIONS}/input-schema.ts`,
];
/** Files that name so many different operations keep a list of them. */
const LIST_LENGTH = 3;

/** Capabilities are a kind of video, not an operation. */
const CAPABILITIES = ["text-to-video", "image-to-video", "omni-video", "motion-control"];
/** How a list may name an operation: by the id of its create, or by its product. */
const NAMES: ReadonlySet<string> = new Set(
  CREATES.flatMap(({ id, product, family }) => (family === "legacy" ? [id, product] : [id])).filter(
    (name) => !CAPABILITIES.includes(name),
  ),
);
const LITERAL = /["'`]([a-z0-9][\w./-]+)["'`]/g;
const RELATIVE_IMPORT = /\bfrom "(\.[^"]+)"/g;

function countNames(text: string): number {
  const names = [...text.matchAll(LITERAL)].map(([, name = ""]) => name).filter((name) => NAMES.has(name));
  return new Set(names.map((name) => name.replace(/^v1\//, ""))).size;
}

/** Descriptors are in folders of the registry's folder. */
function countDescriptors(path: string, text: string): number {
  const imported = [...text.matchAll(RELATIVE_IMPORT)]
    .map(([, specifier = ""]) => posix.join(posix.dirname(path), specifier))
    .filter((file) => file.startsWith(`${OPERATIONS}/`) && file.slice(OPERATIONS.length + 1).includes("/"));
  return new Set(imported).size;
}

it("keeps one list of operations by hand: the registry", () => {
  const lists = globSync("{packages/*/src,scripts}/**/*.ts", { cwd: ROOT })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !/\.gen\.ts$|\.test(?:-d)?\.ts$|\.examples\.ts$|\/testing\//.test(path))
    .filter((path) => {
      const text = readFileSync(`${ROOT}/${path}`, "utf8");
      return Math.max(countNames(text), countDescriptors(path, text)) >= LIST_LENGTH;
    });
  expect(lists.filter((path) => !NO_LISTS.includes(path))).toEqual([REGISTRY]);
});
