import { extname } from "node:path";
import { fileInvalid, type TableRow } from "@klingkit/engine";
import { CsvError, type Info, parse } from "csv-parse/sync";

/** Rows of a CSV or TSV text, with the lines where they begin. Throws PlanError `batch_unreadable` for quotes that do not pair. */
export function readTableRows(source: string, file: string): readonly TableRow[] {
  // The parser counts a carriage return within a cell as a line of its own.
  const text = source.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  const delimiter = extname(file).toLowerCase() === ".tsv" ? "\t" : delimiterOf(text);
  try {
    return parseRows(text, delimiter).map(({ record, raw, info }) => ({
      line: info.lines - countBreaks(raw.replace(/\n$/, "")),
      cells: record,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const rowsBefore = Number(error["records"]);
    // An open quote takes the next rows into its cell: the fault is where the row begins, not where the parser gave up.
    const lineBefore = rowsBefore === 0 ? 0 : parseRows(text, delimiter, rowsBefore).at(-1)?.info.lines;
    const message = MESSAGES.get(error.code) ?? `${error.message}.`;
    const place = lineBefore === undefined ? { file } : { file, line: lineBefore + 1 };
    throw fileInvalid("batch_unreadable", [{ ...place, message }], error);
  }
}

/** All rows, or the first so many. */
function parseRows(text: string, delimiter: string, count?: number): readonly ParsedRow[] {
  const rows: readonly unknown[] = parse(text, {
    delimiter,
    record_delimiter: "\n",
    relax_column_count: true,
    info: true,
    raw: true,
    ...(count === undefined ? {} : { to: count }),
  });
  // Its types do not know what `info` and `raw` add.
  return rows as readonly ParsedRow[];
}

interface ParsedRow {
  readonly record: readonly string[];
  readonly raw: string;
  readonly info: Pick<Info, "lines">;
}

/** What spreadsheets write between cells, by country; names of fields have none of them. */
const DELIMITERS = [",", ";", "\t"] as const;

function delimiterOf(text: string): string {
  const [head = ""] = text.trimStart().split("\n", 1);
  return DELIMITERS.find((delimiter) => head.includes(delimiter)) ?? ",";
}

const countBreaks = (text: string): number => text.split("\n").length - 1;

const MESSAGES: ReadonlyMap<string, string> = new Map([
  ["CSV_QUOTE_NOT_CLOSED", 'A quotation mark opens a cell and none closes it. Add the closing ".'],
  [
    "CSV_INVALID_CLOSING_QUOTE",
    'A cell continues after its closing quotation mark. Write a " within a cell as "".',
  ],
  [
    "INVALID_OPENING_QUOTE",
    'A quotation mark stands within a cell that has none around it. Put the whole cell in quotes, and write the " within it as "".',
  ],
]);
