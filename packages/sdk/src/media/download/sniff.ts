/** What a downloaded file is expected to be. */
export type ExpectedKind = "video" | "mp3" | "wav" | "image" | "any";

const BY_EXTENSION: Readonly<Record<string, ExpectedKind>> = {
  mp4: "video",
  mov: "video",
  m4v: "video",
  mp3: "mp3",
  wav: "wav",
  jpg: "image",
  jpeg: "image",
  png: "image",
};

/** What the name of the target file promises; `any` for names that promise nothing. */
export function expectedKindOf(filePath: string): ExpectedKind {
  const extension = /\.([^./\\]+)$/.exec(filePath)?.[1]?.toLowerCase();
  return (extension && BY_EXTENSION[extension]) || "any";
}

/** Bytes needed to judge. */
export const SNIFF_BYTES = 12;

/** Whether a file that begins so can be what is expected. */
export function looksLike(kind: ExpectedKind, head: Uint8Array): boolean {
  const text = Buffer.from(head).toString("latin1");
  switch (kind) {
    case "any":
      return true;
    case "video":
      return text.startsWith("ftyp", 4);
    case "mp3":
      return text.startsWith("ID3") || ((head[0] ?? 0) === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0);
    case "wav":
      return text.startsWith("RIFF") && text.startsWith("WAVE", 8);
    case "image":
      return text.startsWith("\xff\xd8\xff") || text.startsWith("\x89PNG\r\n\x1a\n");
  }
}

const MEDIA: readonly (readonly [ExpectedKind, string])[] = [
  ["video", "a video"],
  ["image", "an image"],
  ["wav", "a WAV file"],
  ["mp3", "an MP3 file"],
];

/** What unexpected bytes seem to be, for the message. */
export function describeHead(head: Uint8Array): string {
  const text = Buffer.from(head).toString("latin1").trimStart().toLowerCase();
  if (text === "") return "an empty file";
  if (text.startsWith("<?xml") || text.startsWith("<error")) return "an XML document";
  if (text.startsWith("<")) return "an HTML page";
  if (text.startsWith("{") || text.startsWith("[")) return "a JSON document";
  return MEDIA.find(([kind]) => looksLike(kind, head))?.[1] ?? "something else";
}
