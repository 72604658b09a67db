// Fills the parts of the pages on the emulator's behaviour that are data: its switches, and the documented paths that it lacks.
import { readFile } from "node:fs/promises";
import { DOCUMENTED_PATHS, OPERATIONS, RETIRED_PATHS } from "@klingkit/spec";
import { DEFAULT_HIGGSFIELD_SWITCHES } from "../packages/emulator/src/higgsfield/switches.ts";
import { DEFAULT_SWITCHES } from "../packages/emulator/src/kling/switches.ts";
import { code, codeList, table } from "./gen/markdown.ts";

const BEHAVIOUR = "docs/reference/emulator-behaviour.md";
const SWITCHES = "docs/reference/emulator-switches.md";
/** A field of an interface with the comment above it. */
const FIELD = /\/\*\* ([^\n]+) \*\/\n {2}readonly (\w+): /g;

async function printSwitches(file: string, defaults: object): Promise<string> {
  const source = await readFile(file, "utf8");
  const texts = new Map(
    [...source.matchAll(FIELD)].map(([, text = "", name = ""]) => [name, withoutDefault(text)] as const),
  );
  return table(
    ["switch", "default", "what it decides"],
    Object.entries(defaults).map(([name, value]) => [code(name), printDefault(value), texts.get(name)]),
  );
}

const withoutDefault = (text: string): string => text.replace(/ ?Default[^.]*\.$/, "");

const printDefault = (value: unknown): string =>
  Array.isArray(value) ? value.join(", ") : typeof value === "string" ? code(value) : String(value);

function printMissing(): string {
  // A retired path is answered as the service does: it refuses.
  const described = new Set<string>([...OPERATIONS.map(({ path }) => path), ...RETIRED_PATHS]);
  const missing = DOCUMENTED_PATHS.map(({ path }) => path).filter((path) => !described.has(path));
  return missing.length === 0 ? "There are none at present." : `These are ${codeList(missing)}.`;
}

/** Replaces what stands between `<!-- NAME: generated -->` and `<!-- /NAME -->`. */
function fill(page: string, name: string, text: string): string {
  const start = `<!-- ${name}: generated -->`;
  const from = page.indexOf(start);
  const until = page.indexOf(`<!-- /${name} -->`);
  if (from < 0 || until < from) throw new Error(`no page has a place for ${name}`);
  return `${page.slice(0, from + start.length)}\n\n${text}\n\n${page.slice(until)}`;
}

export async function generate(): Promise<ReadonlyMap<string, string>> {
  const kling = await printSwitches("packages/emulator/src/kling/switches.ts", DEFAULT_SWITCHES);
  const higgsfield = await printSwitches(
    "packages/emulator/src/higgsfield/switches.ts",
    DEFAULT_HIGGSFIELD_SWITCHES,
  );
  const switches = fill(await readFile(SWITCHES, "utf8"), "switches of Kling", kling);
  const behaviour = await readFile(BEHAVIOUR, "utf8");
  return new Map([
    [SWITCHES, fill(switches, "switches of Higgsfield", higgsfield)],
    [BEHAVIOUR, fill(behaviour, "paths that are not emulated", printMissing())],
  ]);
}
