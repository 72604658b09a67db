import { legacyGet, legacyList, type ReadOperation } from "@klingkit/spec";

/** Path of each product of the legacy family whose tasks can be read, by product. */
export type LegacyPaths = Readonly<Record<string, string>>;

export interface LegacyReads {
  readonly get: ReadOperation;
  readonly list: ReadOperation;
}

/** The reads of a product; undefined where its tasks are read by `GET /tasks` only. */
export function legacyReadsOf(paths: LegacyPaths, product: string): LegacyReads | undefined {
  const path = Object.hasOwn(paths, product) ? paths[product] : undefined;
  return path === undefined ? undefined : { get: legacyGet(path), list: legacyList(path) };
}
