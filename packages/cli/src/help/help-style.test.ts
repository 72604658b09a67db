import { expect, test } from "vitest";
import { flagsOf } from "../commands/command-row.ts";
import { COMMANDS } from "../commands/registry.ts";
import { isHiddenFlag, nameOfFlag } from "../session/flag.ts";
import { groupOfCommand } from "./command-groups.ts";
import { textOf } from "./format.ts";
import { groupOfOption } from "./option-groups.ts";

const SHOWN = COMMANDS.filter(({ isHidden }) => !isHidden);
const TEXTS = SHOWN.flatMap((row) => {
  const path = row.words.join(" ");
  return flagsOf(row)
    .filter((flag) => !isHiddenFlag(flag))
    .map(([line, description, value]) => ({
      path,
      line,
      description,
      value,
      text: textOf({ description, defaultValue: value }),
    }));
});

/** Words that begin a side note, not what an option does or is. */
const SIDE_WORDS =
  /^(?:A|An|The|With|Without|Where|How|Which|Who|What|As|Of|Also|Only|When|Then|If|For|To|By|It|Its|Not|And)\b/;
/** Names of things, which have a capital letter wherever they stand. */
const NAMES =
  /^(?:Kling|Higgsfield|Markdown|Omni|URL|JSON|ID|IDs|PNG|POST|UTC|US|MCP|CI|MB|YAML|ASMR|HTTP|SQLite|API|GET|MP4)$/;
const NOTE = `(?:required|default: [^;()]+|env: KLING_[A-Z_]+(?:=1)?|repeatable)`;
const NOTES = new RegExp(String.raw`^[^()]*(?:\([^()]*\)[^()]*)* \((?:${NOTE}; )*${NOTE}\)$`);

/** What is wrong with a text of the help; undefined for one in its style. */
function fault(text: string): string | undefined {
  if (!/^[A-Z]/.test(text)) return "begins in lower case";
  if (SIDE_WORDS.test(text)) return "begins with neither a verb nor a noun";
  if (/[.!:;,]$/.test(text)) return "ends with a stop";
  const [, ...rest] = text.split(/[^A-Za-z0-9_`]+/);
  const capital = rest.find((word) => /^[A-Z][a-z]/.test(word) && !NAMES.test(word));
  if (capital !== undefined) return `has a capital letter in ${capital}`;
  const saysMore = /\bdefault\b|\brequired\b(?! if)|\brepeat|\benv\b|\balso KLING_/i.test(text);
  return saysMore && !NOTES.test(text)
    ? "has its default, variable or repetition in another notation"
    : undefined;
}

test.each([
  ["refuse what would only be warned of", "begins in lower case"],
  ["With --approve: most units", "begins with neither a verb nor a noun"],
  ["Save the plan.", "ends with a stop"],
  ["Save The plan", "has a capital letter in The"],
  ["Length in seconds, 5 by default", "has its default, variable or repetition in another notation"],
  ["Length in seconds; default: 5", "has its default, variable or repetition in another notation"],
  ["Host to allow; may be repeated", "has its default, variable or repetition in another notation"],
  ["Store of jobs; also KLING_STORE", "has its default, variable or repetition in another notation"],
  ["Store of jobs (default: data folder; env: KLING_STORE)", undefined],
  ["URL of the service, such as http://127.0.0.1:8787", undefined],
])("judges the text %j", (text, expected) => {
  expect(fault(text)).toBe(expected);
});

test("has one style for the texts of all options", () => {
  expect(TEXTS.length).toBeGreaterThan(500);
  const faults = TEXTS.flatMap(({ path, line, text }) => {
    const found = fault(text);
    return found === undefined ? [] : [`kling ${path} ${line}: "${text}" ${found}`];
  });
  expect([...new Set(faults)]).toEqual([]);
});

test("has one style for what commands do", () => {
  const faults = SHOWN.flatMap(({ words, summary }) => {
    const found = fault(summary) ?? (summary.length > 76 ? "is longer than a line" : undefined);
    return found === undefined ? [] : [`kling ${words.join(" ")}: "${summary}" ${found}`];
  });
  expect(faults).toEqual([]);
});

test("names a default once: what commander knows stands in no text", () => {
  const twice = TEXTS.filter(
    ({ description, value }) => typeof value === "string" && /default/.test(description),
  );
  expect(twice).toEqual([]);
});

test("says of a flag that may be repeated that it may, and of no other", () => {
  const wrong = TEXTS.filter(({ text, value }) => {
    const isRepeated = typeof value === "object" && value.isRepeated === true;
    return isRepeated !== /repeatable\)$/.test(text);
  });
  expect(wrong).toEqual([]);
});

test("has a group for every option and every command", () => {
  const lost = TEXTS.filter(({ path, line }) => groupOfOption(path, line) === undefined);
  expect(lost.map(({ path, line }) => `kling ${path} ${nameOfFlag(line)}`)).toEqual([]);
  const first = SHOWN.filter(({ words }) => words.length === 1).map(({ words }) => words[0] ?? "");
  expect(first.filter((word) => groupOfCommand(word) === undefined)).toEqual([]);
});

test("has one name for one thing: the ratio, the size, the audio track and the file", () => {
  const names = TEXTS.map(({ line }) => line.replace(/^-\w, /, ""));
  const others = ["--ratio <ratio>", "--mode <mode>", "--sound", "--out <file>"];
  expect(names.filter((name) => others.includes(name))).toEqual([]);
});
