import { posix } from "node:path";
import type { TaskFile } from "./provider.ts";

/** Usual extension of a file by its kind. */
export const EXTENSIONS: Readonly<Record<TaskFile["kind"], string>> = {
  video: "mp4",
  image: "png",
  audio: "mp3",
  subtitle: "srt",
  voice: "mp3",
  // Never written.
  element: "element",
};

const SAFE_EXTENSION = /^\.[a-z0-9]{2,4}$/;

/** What is known of a file before it is fetched. */
export interface FileFacts extends Pick<TaskFile, "kind" | "format"> {
  readonly url?: string | null | undefined;
}

/** Extension of the file behind a link; the one that is usual for its kind where the link shows none. */
export function extensionOf({ kind, format, url }: FileFacts): string {
  if (format !== undefined) return `.${format}`;
  const shown =
    url === undefined || url === null ? "" : posix.extname(URL.parse(url)?.pathname ?? "").toLowerCase();
  return SAFE_EXTENSION.test(shown) ? shown : `.${EXTENSIONS[kind]}`;
}
