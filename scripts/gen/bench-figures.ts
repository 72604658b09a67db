import * as z from "zod/mini";
import { table } from "./markdown.ts";

/** `<!-- bench: measure -->` or `<!-- bench: measure: text; text -->`, then the table that is kept equal to its rows. */
const MARKED_TABLE =
  /^(<!-- bench: (?<measure>[\w-]+)(?:: (?<texts>[^\n]+?))? -->\n)(?:\n(?:\|[^\n]*\n)+)?/gm;

const savedResult = z.object({
  date: z.string(),
  machine: z.string(),
  rows: z.array(z.object({ name: z.string(), seen: z.string(), detail: z.string() })),
});

/**
 * Puts rows of measures into a page: all of them, or those whose name contains one of the texts.
 * Throws for a text that no row has.
 */
export function fillFigures(page: string, markdown: string, read: (measure: string) => unknown): string {
  return markdown.replace(MARKED_TABLE, (...found) => {
    const { measure = "", texts } = z.parse(groups, found.at(-1));
    const { date, machine, rows } = z.parse(savedResult, read(measure));
    const wanted = texts?.split(";").map((text) => text.trim()) ?? [];
    const missing = wanted.find((text) => !rows.some(({ name }) => name.includes(text)));
    if (missing !== undefined)
      throw new Error(`${page}: no row of bench/results/${measure}.json has "${missing}"`);
    const shown = rows.filter(
      ({ name }) => texts === undefined || wanted.some((text) => name.includes(text)),
    );
    const cells = shown.map(({ name, seen, detail }) => [name.replace(/^… /, ""), seen, detail]);
    return `${String(found[1])}\n${table(["what", `measured ${date}, ${machine}`, "how"], cells)}\n`;
  });
}

const groups = z.object({ measure: z.string(), texts: z.optional(z.string()) });
