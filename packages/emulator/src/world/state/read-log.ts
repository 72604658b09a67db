import type { FileHandle } from "node:fs/promises";
import { LogCorruptError } from "./log-errors.ts";
import { checkHeader, headerRecord } from "./log-header.ts";
import { formatLine, parseLine } from "./record-line.ts";

export interface ReadLogOptions {
  readonly file: FileHandle;
  /** For messages. */
  readonly path: string;
  readonly onRecord: (record: unknown) => void;
}

export interface ReadLogResult {
  /** Length up to the last sound record; what follows is a torn tail. 0 for an empty file. */
  readonly soundBytes: number;
  readonly recordCount: number;
}

const NEWLINE = 0x0a;

/** Reads the records in order, up to a torn tail. Throws `LogVersionError` or `LogCorruptError`. */
export async function readLog({ file, path, onRecord }: ReadLogOptions): Promise<ReadLogResult> {
  let soundBytes = 0;
  let recordCount = -1;
  let lineNumber = 0;
  let damaged: { readonly line: number; readonly text: string } | undefined;
  for await (const line of lines(file)) {
    lineNumber += 1;
    const parsed = line.isComplete ? parseLine(line.text) : undefined;
    if (parsed === undefined) {
      damaged ??= { line: lineNumber, text: line.text };
      continue;
    }
    // A process that dies leaves a prefix of what it wrote; a sound record behind damage was not left by a crash.
    if (damaged !== undefined) throw new LogCorruptError({ path, line: damaged.line });
    if (recordCount < 0) checkHeader(parsed.record, path);
    else onRecord(parsed.record);
    recordCount += 1;
    soundBytes = line.endByte;
  }
  // Without a header the only file that may be cut is our own first write, torn.
  if (recordCount < 0 && damaged !== undefined && !(lineNumber === 1 && isTornHeader(damaged.text))) {
    checkHeader(undefined, path);
  }
  return { soundBytes, recordCount: Math.max(0, recordCount) };
}

const isTornHeader = (text: string): boolean => formatLine(headerRecord()).startsWith(text);

interface Line {
  readonly text: string;
  readonly isComplete: boolean;
  /** Offset in the file behind the newline. */
  readonly endByte: number;
}

async function* lines(file: FileHandle): AsyncGenerator<Line> {
  /** Pieces of the line whose newline has not come yet: an image makes a line of many megabytes. */
  let pieces: Buffer[] = [];
  let offset = 0;
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 })) {
    const block = Buffer.from(chunk);
    let start = 0;
    for (let at = block.indexOf(NEWLINE); at >= 0; at = block.indexOf(NEWLINE, start)) {
      const text = Buffer.concat([...pieces, block.subarray(start, at)]).toString("utf8");
      yield { text, isComplete: true, endByte: offset + at + 1 };
      pieces = [];
      start = at + 1;
    }
    pieces.push(block.subarray(start));
    offset += block.length;
  }
  const text = Buffer.concat(pieces).toString("utf8");
  if (text !== "") yield { text, isComplete: false, endByte: offset };
}
