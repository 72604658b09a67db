import type { AssetRow } from "@klingkit/engine";

/** Every result of a job that is on the disk, in the order of the service. */
export const filesJson = (assets: readonly AssetRow[] = []) =>
  assets.map(({ kind, file_path, size_bytes, sha256 }) => ({
    kind,
    file: file_path,
    bytes: size_bytes,
    sha256,
  }));

/** How many files stand beside the one that is shown; empty where it is the only one. */
export const othersText = (assets: readonly AssetRow[] = []): string =>
  assets.length > 1 ? ` and ${assets.length - 1} more` : "";
