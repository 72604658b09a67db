import { open } from "node:fs/promises";

/** What a page says of itself, so that a later one can tell what it replaces. */
export interface PageFacts {
  /** Jobs; results on a page for a client. */
  readonly shown: number;
  /** Writes the page again. Undefined on a page for a client, who sees no names of this machine. */
  readonly command?: string | undefined;
}

const SHOWN = "klingkit:shown";
const COMMAND = "klingkit:command";
/** The facts stand before the style, which is long. */
const HEAD_BYTES = 4096;

export const pageFactsMarkup = ({ shown, command }: PageFacts): string =>
  [metaOf(SHOWN, `${shown}`), command === undefined ? "" : metaOf(COMMAND, command)].join("");

const metaOf = (name: string, value: string): string =>
  `<meta name="${name}" content="${encodeURIComponent(value)}">`;

/** Facts of the page that is there. Undefined where there is no file. */
export async function readPageFacts(path: string): Promise<Partial<PageFacts> | undefined> {
  const file = await open(path).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return factsOf(buffer.toString("latin1", 0, bytesRead));
  } finally {
    await file.close();
  }
}

/** What a page tells of itself: nothing where an earlier version wrote it, or somebody else. */
export function factsOf(page: string): Partial<PageFacts> {
  const shown = Number.parseInt(contentOf(page, SHOWN) ?? "", 10);
  const command = contentOf(page, COMMAND);
  return { ...(shown >= 0 ? { shown } : {}), ...(command === undefined ? {} : { command }) };
}

function contentOf(page: string, name: string): string | undefined {
  const before = `<meta name="${name}" content="`;
  const from = page.indexOf(before);
  if (from < 0) return undefined;
  const rest = page.slice(from + before.length);
  try {
    return decodeURIComponent(rest.slice(0, rest.indexOf('"')));
  } catch {
    // Somebody changed the page.
    return undefined;
  }
}
