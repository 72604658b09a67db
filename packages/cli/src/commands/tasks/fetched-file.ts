import type { FetchedFile } from "../../tasks/fetch-result.ts";
import type { Style } from "../../terminal/style.ts";

/** What a download prints of a file with `--json`. */
export const fetchedJson = ({ filePath, sizeBytes, sha256, alreadyExisted, warning }: FetchedFile) => ({
  file: filePath,
  bytes: sizeBytes,
  sha256,
  ...(alreadyExisted ? { already_existed: true } : {}),
  ...(warning === undefined ? {} : { warning }),
});

/** The same for people. */
export function fetchedText(style: Style, { filePath, alreadyExisted, warning }: FetchedFile): string {
  const word = alreadyExisted ? "unchanged" : "saved";
  const doubt = warning === undefined ? "" : `${style.warn("warning")} ${warning}\n`;
  return `${style.good(word)} ${style.link(style.bold(filePath), filePath)}\n${doubt}`;
}
