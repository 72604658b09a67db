import type { JobRow } from "./schema.ts";

/** One account of one service. Jobs, quotas and money of two of them are never mixed, whatever the accounts are called. */
export type AccountKey = Pick<JobRow, "provider" | "account">;
