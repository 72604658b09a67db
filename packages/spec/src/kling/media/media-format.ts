import { type ByteView, textAt } from "./byte-view.ts";

/** Formats that are told apart by their first bytes; more than any rule accepts, so that a refusal can name them. */
export type MediaFormat =
  | "png"
  | "jpg"
  | "gif"
  | "webp"
  | "bmp"
  | "tiff"
  | "heic"
  | "avif"
  | "mp4"
  | "mov"
  | "webm"
  | "mp3"
  | "wav"
  | "m4a"
  | "aac"
  | "pdf"
  | "svg"
  | "html";

const SIGNATURES: readonly (readonly [MediaFormat, string])[] = [
  ["png", "\x89PNG\r\n\x1a\n"],
  ["jpg", "\xff\xd8\xff"],
  ["gif", "GIF8"],
  ["bmp", "BM"],
  ["tiff", "II*\0"],
  ["tiff", "MM\0*"],
  ["webm", "\x1aE\xdf\xa3"],
  ["pdf", "%PDF"],
  ["mp3", "ID3"],
  ["aac", "\xff\xf1"],
  ["aac", "\xff\xf9"],
  ["mp3", "\xff\xfb"],
  ["mp3", "\xff\xfa"],
  ["mp3", "\xff\xf3"],
  ["mp3", "\xff\xf2"],
];

/** As many as markup may need before its first tag. */
const HEAD_BYTES = 256;

/** Format by content; names and content types are not believed. */
export function detectFormat(view: ByteView): MediaFormat | undefined {
  const text = textAt(view, 0, HEAD_BYTES);
  const signed = SIGNATURES.find(([, signature]) => text.startsWith(signature))?.[0];
  if (signed) return signed;
  if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) return "webp";
  if (text.startsWith("RIFF") && text.startsWith("WAVE", 8)) return "wav";
  if (text.startsWith("ftyp", 4)) return formatOfBrand(text.slice(8, 12));
  if (["moov", "mdat", "wide", "free"].includes(text.slice(4, 8))) return "mov";
  if (/^\s*(<\?xml[^>]*>\s*)?<svg/i.test(text)) return "svg";
  if (/^\s*<(!doctype|html)/i.test(text)) return "html";
  return undefined;
}

function formatOfBrand(brand: string): MediaFormat {
  if (brand === "avif" || brand === "avis") return "avif";
  if (["heic", "heix", "hevc", "mif1", "msf1", "heim", "heis"].includes(brand)) return "heic";
  if (brand === "M4A " || brand === "M4B ") return "m4a";
  return brand === "qt  " ? "mov" : "mp4";
}

/** Extensions of files that hold pictures, videos or sound: only these say something about what is in a file. */
const MEDIA_EXTENSIONS =
  /\.(png|jpe?g|gif|webp|bmp|tiff?|hei[cf]|avif|svg|pdf|mp4|m4v|mov|webm|mkv|avi|mpe?g|mp3|wav|m4a|aac|ogg|flac|html?)$/i;

/** Extension of a media file, in lower case; undefined for other names. */
export const mediaExtension = (path: string): string | undefined =>
  MEDIA_EXTENSIONS.exec(path)?.[1]?.toLowerCase();
