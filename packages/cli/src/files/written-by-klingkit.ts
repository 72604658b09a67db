import { open } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { usageError } from "../errors/cli-error.ts";
import { isSavedPlan } from "./is-saved-plan.ts";
import { isStream } from "./write-whole.ts";

/** The program that wrote a page, by HTML's own name for it. */
export const PAGE_MARK = '<meta name="generator" content="klingkit">';
const PNG_MARK = "Software\0klingkit";
const WEBP_MARK = 'xmp:CreatorTool="klingkit"';
const SIGNATURES = { png: "\u0089PNG", webp: "RIFF" } as const;
/** Marks stand within so many bytes of the beginning or the end. */
const NEAR_BYTES = 4096;

export interface OutputFile {
  readonly path: string;
  readonly flag: "--output" | "--overlay" | "--report" | "--for-client";
  readonly isForced?: boolean | undefined;
}

/** A page or sheet that klingkit wrote can be written again, so it may be replaced. Throws `file_exists` for any other file. */
export async function requireReplaceable({ path, flag, isForced = false }: OutputFile): Promise<void> {
  if (isForced || (await isReplaceable(path, isPageOrSheet))) return;
  const end = ENDS[flag] ?? "";
  const message = `${flag}: ${path} exists already, and klingkit did not write it. Give another name${end}.`;
  throw usageError("file_exists", message);
}

/** Where the command itself does not take another name by the same flag alone. */
const ENDS: Partial<Record<OutputFile["flag"], string>> = {
  "--output": ", or --force to replace it",
  "--for-client": ": `kling report FILE --for-client --output NAME`",
};

/** The same for a plan, in whose place only another plan may be. */
export async function requirePlanPlace({
  path,
  flag,
}: {
  readonly path: string;
  readonly flag: "--output" | "--save-plan";
}): Promise<void> {
  if (await isReplaceable(path, ({ head }) => isSavedPlan(head))) return;
  const message = `${flag}: ${path} exists already and is not a plan. Nothing was sent. Give another name.`;
  throw usageError("file_exists", message);
}

/** True where nothing is there that could be lost. */
async function isReplaceable(path: string, isOwn: (ends: Ends) => boolean): Promise<boolean> {
  if (await isStream(path)) return true;
  const file = await open(path).catch(() => undefined);
  if (!file) return true;
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(NEAR_BYTES);
    const partAt = async (from: number) => {
      const { bytesRead } = await file.read(bytes, 0, NEAR_BYTES, from);
      return bytes.toString("latin1", 0, bytesRead);
    };
    return isOwn({ head: await partAt(0), tail: await partAt(Math.max(0, size - NEAR_BYTES)) });
  } catch {
    // A folder, for one.
    return false;
  } finally {
    await file.close();
  }
}

/** The first and last bytes of a file, a character each. */
interface Ends {
  readonly head: string;
  readonly tail: string;
}

function isPageOrSheet({ head, tail }: Ends): boolean {
  if (head.startsWith(SIGNATURES.png)) return head.includes(PNG_MARK);
  if (head.startsWith(SIGNATURES.webp)) return tail.includes(WEBP_MARK);
  return head.startsWith("<!doctype html>") && head.includes(PAGE_MARK);
}

const PNG_HEAD_BYTES = 33;

/** A PNG with the name of the program, behind its header. */
export function markPng(png: Uint8Array): Uint8Array {
  const content = Buffer.from(`tEXt${PNG_MARK}`, "latin1");
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(content));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length - "tEXt".length);
  return Buffer.concat([png.subarray(0, PNG_HEAD_BYTES), length, content, sum, png.subarray(PNG_HEAD_BYTES)]);
}

const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" ${WEBP_MARK}/></rdf:RDF></x:xmpmeta>`;
const RIFF_HEAD_BYTES = 12;
const XMP_FLAG = 4;

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A simple WebP as an extended one, which may name the program. Any other is left as it is. */
export function markWebp(webp: Uint8Array, { widthPx, heightPx }: Size): Uint8Array {
  const kind = Buffer.from(webp).toString("latin1", RIFF_HEAD_BYTES, RIFF_HEAD_BYTES + 4);
  if (kind !== "VP8 ") return webp;
  const canvas = Buffer.alloc(10);
  canvas.writeUInt8(XMP_FLAG);
  canvas.writeUIntLE(widthPx - 1, 4, 3);
  canvas.writeUIntLE(heightPx - 1, 7, 3);
  const body = Buffer.concat([
    Buffer.from("WEBP"),
    chunk("VP8X", canvas),
    webp.subarray(RIFF_HEAD_BYTES),
    chunk("XMP ", Buffer.from(XMP)),
  ]);
  return chunk("RIFF", body);
}

function chunk(name: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  return Buffer.concat([Buffer.from(name), length, content, Buffer.alloc(content.length % 2)]);
}
