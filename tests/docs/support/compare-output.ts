import { stripVTControlCharacters } from "node:util";
import { expect } from "vitest";

/** Fails with what was printed if a line of the page is not among it; `…` stands for anything. */
export function compareOutput(wanted: string, printed: string): void {
  const lines = linesOf(printed);
  const missing = linesOf(wanted).filter((line) => {
    const pattern = new RegExp(`^${line.split("…").map(escapePattern).join(".*")}$`);
    return !lines.some((one) => pattern.test(one));
  });
  expect({ missing, printed: missing.length > 0 ? lines : [] }).toEqual({ missing: [], printed: [] });
}

const escapePattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** Without colours and with single spaces: widths follow the terminal. */
const linesOf = (text: string): readonly string[] =>
  stripVTControlCharacters(text)
    .split(/[\r\n]+/)
    .map((line) => line.replaceAll(/\s+/g, " ").trim())
    .filter(Boolean);
