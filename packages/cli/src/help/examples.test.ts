import { expect, test } from "vitest";
import { COMMANDS } from "../commands/registry.ts";
import { isExamples } from "./notes.ts";

/** Lines of all blocks of examples, with the command whose help has them. */
const LINES = COMMANDS.flatMap(({ words, help = "" }) =>
  help.split(/\n\n+/).flatMap((block) => {
    const [head = "", ...lines] = block.trim().split("\n");
    return isExamples(head) ? lines.map((line) => ({ command: words.join(" "), line })) : [];
  }),
);
/** Texts next to a command would be joined to it where lines are broken; a \`#\` keeps them apart. */
const COMMAND = /^ {2}[A-Za-z](?:(?! {2}).)*$/;
const COMMENT = /^ {2}# [a-z]/;

test("examples are commands, and comments that say what one is for: prices and other output change", () => {
  expect(LINES.length).toBeGreaterThan(50);
  const faults = LINES.filter(({ line }) => !COMMAND.test(line) && !COMMENT.test(line));
  expect(faults).toEqual([]);
  expect(LINES.filter(({ line }) => COMMENT.test(line) && /US\$|\d units/.test(line))).toEqual([]);
});
