import { crc32 } from "node:zlib";

const CRC_DIGITS = 8;
/** `["` + checksum + `",` before the record, `]` after it: every line is JSON of its own. */
const RECORD_START = CRC_DIGITS + 4;

/** One line of the log, with its newline. */
export function formatLine(record: unknown): string {
  const json = JSON.stringify(record);
  if (json === undefined) throw new TypeError("a record must be representable in JSON");
  return `["${checksum(json)}",${json}]\n`;
}

/** The record of a line without its newline, or `undefined` for a torn or damaged line. */
export function parseLine(line: string): { readonly record: unknown } | undefined {
  if (!line.startsWith('["') || !line.endsWith("]") || line.slice(RECORD_START - 2, RECORD_START) !== '",') {
    return undefined;
  }
  const json = line.slice(RECORD_START, -1);
  if (line.slice(2, RECORD_START - 2) !== checksum(json)) return undefined;
  return { record: JSON.parse(json) };
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(CRC_DIGITS, "0");
}
