import type { AssetRow, Job } from "@klingkit/engine";
import { showOnOneLine } from "../terminal/show-controls.ts";

/** Every result of a job that is on the disk or has no file, in the order of the service. */
export const filesJson = (assets: readonly AssetRow[] = []) => assets.map(assetJson);

export const assetJson = ({ kind, file_path, size_bytes, sha256, result_id, name }: AssetRow) => ({
  kind,
  ...(file_path === null ? {} : { file: file_path, bytes: size_bytes, sha256 }),
  ...(result_id === null ? {} : { id: result_id }),
  ...(name === null ? {} : { name }),
});

/** Path of a job's first file; null where what it made has no file. */
export const fileOf = ({ filePath }: Pick<Job, "filePath">): string | null =>
  filePath === "" ? null : filePath;

/** The file of a job that is done, and how many stand beside it; or the ids of what it made, where that has no file. */
export function madeText(
  job: Pick<Job, "filePath">,
  assets: readonly AssetRow[] = [],
  show = (path: string) => path,
): string {
  const file = fileOf(job);
  return file === null ? assets.map(entryText).join(", ") : `${show(file)}${othersText(assets)}`;
}

/** `element 829836802793406551 (Mia)`. */
export const entryText = ({ kind, result_id, name }: AssetRow): string =>
  `${kind} ${result_id ?? ""}${name === null ? "" : ` (${showOnOneLine(name)})`}`;

/** How many files stand beside the one that is shown; empty where it is the only one. */
const othersText = (assets: readonly AssetRow[]): string =>
  assets.length > 1 ? ` and ${assets.length - 1} more` : "";
