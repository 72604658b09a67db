import { PlanError } from "@klingkit/engine";
import { expect, test } from "vitest";
import { readTableRows } from "./read-table-rows.ts";

const cellsOf = (text: string, file = "t.csv") => readTableRows(text, file).map(({ cells }) => cells);
const ROWS = [
  ["name", "prompt"],
  ["fox", "a fox"],
];

test.each([
  ["commas", "name,prompt\nfox,a fox\n", "t.csv"],
  ["semicolons, as a German spreadsheet writes", "name;prompt\r\nfox;a fox\r\n", "t.CSV"],
  ["tabs", "name\tprompt\nfox\ta fox", "t.csv"],
  ["a byte order mark and quotes", '\uFEFF"name","prompt"\r\n"fox","a fox"', "t.csv"],
  ["old line ends", "name,prompt\rfox,a fox\r", "t.csv"],
])("reads a table with %s", (_, text, file) => {
  expect(cellsOf(text, file)).toEqual(ROWS);
});

test("keeps separators, quotes and line breaks of a quoted cell", () => {
  expect(cellsOf('name;prompt\r\nfox;"a ""red"" fox; it\r\nruns, far"\r\n')[1]).toEqual([
    "fox",
    'a "red" fox; it\nruns, far',
  ]);
  expect(cellsOf("name,with\tprompt, a fox\n", "t.tsv")).toEqual([["name,with", "prompt, a fox"]]);
});

test("knows the line where each row begins", () => {
  const rows = readTableRows('name,prompt\r\nfox,"one\r\ntwo"\r\n\r\nowl,"x"\r\nhen,y', "t.csv");
  expect(rows.map(({ line, cells: [name] }) => [name, line])).toEqual([
    ["name", 1],
    ["fox", 2],
    ["", 4],
    ["owl", 5],
    ["hen", 6],
  ]);
});

test.each([
  ['name,prompt\nfox,a "red" fox\n', "t.csv:2: A quotation mark stands within a cell"],
  ['name,prompt\nfox,"a" red fox\n', "t.csv:2: A cell continues after its closing quotation mark"],
  ['name,prompt\nfox,"a red fox\n', "t.csv:2: A quotation mark opens a cell and none closes it"],
  ['name,prompt\n1,"x\ny"\nfox,"a red\n2,y\n3,z\n', "t.csv:4: A quotation mark opens a cell"],
  ['name,prompt\nfox,"a red\n2,"y"\n', "t.csv:2: A cell continues after its closing"],
  ['"name,prompt\n', "t.csv:1: A quotation mark opens"],
])("says which quotes do not pair: %j", (text, words) => {
  const read = () => readTableRows(text, "t.csv");
  expect(read).toThrow(PlanError);
  expect(read).toThrow(words);
});
