import type { KeysOf } from "@klingkit/spec/core";
import type { Db } from "../store/schema.ts";

export interface BatchQuery {
  /** Batches with jobs of this purpose. Default: all. */
  readonly purpose?: string;
  /** Default 100. */
  readonly limit?: number;
}

export const BATCH_QUERY_NAMES: KeysOf<BatchQuery> = {
  purpose: true,
  limit: true,
};

/** A batch as lists name it. */
export interface BatchSummary {
  readonly id: string;
  readonly purpose: string;
  readonly jobs: number;
  readonly createdAtMs: number;
}

const DEFAULT_LIMIT = 100;

/** Newest first: the IDs begin with the time. */
export async function queryBatches(
  db: Db,
  { purpose, limit = DEFAULT_LIMIT }: BatchQuery = {},
): Promise<readonly BatchSummary[]> {
  let batches = db
    .selectFrom("job")
    .select(({ fn }) => [
      "batch_id",
      fn.min("purpose").as("purpose"),
      fn.countAll<number>().as("jobs"),
      fn.min("created_at").as("created_at"),
    ])
    .groupBy("batch_id")
    .orderBy("batch_id", "desc")
    .limit(limit);
  if (purpose !== undefined) batches = batches.where("purpose", "=", purpose);
  const rows = await batches.execute();
  return rows.map(({ batch_id, purpose: label, jobs, created_at }) => ({
    id: batch_id,
    purpose: label,
    jobs: Number(jobs),
    createdAtMs: Number(created_at),
  }));
}
