import type { ReadOperation } from "@klingkit/spec";
import { accountCosts } from "./account-costs.ts";
import { legacyGet } from "./legacy-get.ts";
import { legacyList } from "./legacy-list.ts";
import type { ReadHandler } from "./read-handler.ts";
import { tasksQuery } from "./tasks-query.ts";
import { tasksScan } from "./tasks-scan.ts";

/** Handler of every action of reads. */
export const READ_HANDLERS = {
  get: legacyGet,
  list: legacyList,
  query: tasksQuery,
  scan: tasksScan,
  call: accountCosts,
} as const satisfies Record<ReadOperation["action"], ReadHandler>;
