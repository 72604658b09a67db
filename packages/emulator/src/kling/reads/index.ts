import {
  advancedPresetElements,
  cashLedger,
  oldElementList,
  oldPresetElements,
  presetVoices,
  type ReadOperation,
  unitLedger,
} from "@klingkit/spec";
import { accountCosts } from "./account-costs.ts";
import { cashLedgerPage, unitLedgerPage } from "./ledgers.ts";
import { legacyGet } from "./legacy-get.ts";
import { legacyList } from "./legacy-list.ts";
import { officialElements, officialVoices } from "./official-lists.ts";
import { oldElementsList, oldOfficialElements } from "./old-elements.ts";
import type { ReadHandler } from "./read-handler.ts";
import { tasksQuery } from "./tasks-query.ts";
import { tasksScan } from "./tasks-scan.ts";

/** Handler of every action of reads. */
const BY_ACTION = {
  get: legacyGet,
  list: legacyList,
  query: tasksQuery,
  scan: tasksScan,
  call: accountCosts,
} as const satisfies Record<ReadOperation["action"], ReadHandler>;

/** Reads that read something else than their action says of tasks. */
const BY_ID: Readonly<Record<string, ReadHandler>> = {
  [unitLedger.id]: unitLedgerPage,
  [cashLedger.id]: cashLedgerPage,
  [presetVoices.id]: officialVoices,
  [advancedPresetElements.id]: officialElements,
  [oldElementList.id]: oldElementsList,
  [oldPresetElements.id]: oldOfficialElements,
};

export const readHandlerOf = ({ id, action }: ReadOperation): ReadHandler => BY_ID[id] ?? BY_ACTION[action];
