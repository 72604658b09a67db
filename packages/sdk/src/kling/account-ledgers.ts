import {
  type CashDeduction,
  cashLedger,
  cashLedgerPage,
  type ReadOperation,
  type UnitDeduction,
  unitLedger,
  unitLedgerPage,
} from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import { dropUndefined } from "@klingkit/spec/core";
import { ConfigError } from "../core/errors/config-error.ts";
import { ResponseError } from "../core/errors/response-error.ts";
import { refuseUnknown } from "../core/refuse-unknown.ts";
import type { CallOptions } from "../core/send.ts";
import type { KlingCore } from "./kling-core.ts";
import { KLING } from "./service-name.ts";

export interface CashLedgerQuery {
  /** Earliest creation of the tasks, Unix ms. */
  readonly startTimeMs: number;
  /** Latest creation of the tasks, Unix ms; after the start. */
  readonly endTimeMs: number;
  /** `nextCursor` of the previous page; the service then ignores everything else. */
  readonly cursor?: string | undefined;
  /** Entries per page, 1–500. Default 500. */
  readonly limit?: number | undefined;
  /** Names of keys that the tasks were created with. Default: all. */
  readonly apiKeyNames?: readonly string[] | undefined;
}

export interface UnitLedgerQuery extends CashLedgerQuery {
  readonly productTypes?: readonly ("video" | "image" | "try-on")[] | undefined;
  /** Not together with `packageIds`. */
  readonly packageNames?: readonly string[] | undefined;
  readonly packageIds?: readonly string[] | undefined;
}

/** The cash ledger ignores the filters that only units have. */
const NAMES: KeysOf<UnitLedgerQuery> = {
  startTimeMs: true,
  endTimeMs: true,
  cursor: true,
  limit: true,
  apiKeyNames: true,
  productTypes: true,
  packageNames: true,
  packageIds: true,
};

export interface LedgerPage<Entry> {
  /** As the service wrote them. */
  readonly entries: readonly Entry[];
  readonly nextCursor?: string;
  readonly hasMore: boolean;
}

/** What tasks were charged. Free reads, safe to repeat. Failed tasks cost nothing and have no entry. */
export interface LedgerReads<Query, Entry> {
  /** One page, newest first. */
  list(query: Query, options?: CallOptions): Promise<LedgerPage<Entry>>;
  /** All pages, one entry after the other. */
  iterate(query: Query, options?: CallOptions): AsyncIterable<Entry>;
}

export type UnitLedger = LedgerReads<UnitLedgerQuery, UnitDeduction>;
export type CashLedger = LedgerReads<CashLedgerQuery, CashDeduction>;

/** `POST /account/billing/package`. */
export const createUnitLedger = (core: KlingCore): UnitLedger =>
  createReads(core, unitLedger, (data) => unitLedgerPage.safeParse(data));

/** `POST /account/billing/balance`. */
export const createCashLedger = (core: KlingCore): CashLedger =>
  createReads(core, cashLedger, (data) => cashLedgerPage.safeParse(data));

interface ParsedPage<Entry> {
  readonly result?: { readonly detail?: readonly Entry[] | null | undefined } | null | undefined;
  readonly next_cursor?: string | null | undefined;
  readonly has_more?: boolean | null | undefined;
}

type ParsePage<Entry> = (
  data: unknown,
) => { readonly success: true; readonly data: ParsedPage<Entry> } | { readonly success: false };

function createReads<Query extends UnitLedgerQuery, Entry>(
  core: KlingCore,
  operation: ReadOperation,
  parse: ParsePage<Entry>,
): LedgerReads<Query, Entry> {
  async function list(query: Query, options: CallOptions = {}): Promise<LedgerPage<Entry>> {
    const { data, requestId } = await core.send(operation, { ...options, body: bodyOf(query) });
    const parsed = parse(data);
    if (!parsed.success) throw unreadable(operation, requestId);
    const { result, next_cursor, has_more } = parsed.data;
    const nextCursor = next_cursor || undefined;
    return { entries: result?.detail ?? [], ...dropUndefined({ nextCursor }), hasMore: has_more === true };
  }

  async function* iterate(query: Query, options: CallOptions = {}): AsyncGenerator<Entry> {
    let { cursor } = query;
    for (;;) {
      const page = await list({ ...query, cursor }, options);
      yield* page.entries;
      // A cursor that does not move would never end.
      if (!page.hasMore || page.nextCursor === undefined || page.nextCursor === cursor) return;
      cursor = page.nextCursor;
    }
  }

  return { list, iterate };
}

function bodyOf(query: UnitLedgerQuery): object {
  refuseUnknown(query, NAMES, "account ledgers");
  const { startTimeMs, endTimeMs, cursor, limit, packageNames = [], packageIds = [] } = query;
  if (packageNames.length > 0 && packageIds.length > 0)
    throw new ConfigError({
      message: "packageNames and packageIds exclude each other. Nothing was sent.",
      option: "packageNames",
    });
  const given = {
    product_type: query.productTypes,
    api_key_name: query.apiKeyNames,
    package_name: packageNames,
    package_id: packageIds,
  };
  // Sent with a cursor too: the page of the service says that they are ignored, its change log asks for them.
  const filters = Object.entries(given).flatMap(([key, values = []]) =>
    values.length > 0 ? [{ key, values }] : [],
  );
  return dropUndefined({
    start_time: startTimeMs,
    end_time: endTimeMs,
    cursor,
    limit,
    filters: filters.length > 0 ? filters : undefined,
  });
}

function unreadable({ id, method, path }: ReadOperation, requestId: string | undefined): ResponseError {
  return new ResponseError({
    message: `The response to ${method} ${path} is not a page of a ledger. Nothing was charged.`,
    isRetryable: false,
    mayHaveCharged: "no",
    service: KLING,
    operationId: id,
    requestId,
  });
}
