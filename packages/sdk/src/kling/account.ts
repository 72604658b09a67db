import { type AccountCosts, accountCosts, accountCostsGet } from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import { ResponseError } from "../core/errors/response-error.ts";
import { refuseUnknown } from "../core/refuse-unknown.ts";
import type { CallOptions } from "../core/send.ts";
import { type CashLedger, createCashLedger, createUnitLedger, type UnitLedger } from "./account-ledgers.ts";
import type { KlingCore } from "./kling-core.ts";
import { KLING } from "./service-name.ts";

export interface CostsQuery {
  /** Unix ms. */
  readonly startTimeMs: number;
  /** Unix ms. */
  readonly endTimeMs: number;
  /** Keeps the packs with exactly this name. */
  readonly resourcePackName?: string | undefined;
}

const NAMES: KeysOf<CostsQuery> = { startTimeMs: true, endTimeMs: true, resourcePackName: true };

/** Packs and balances of the account. */
export interface AccountResource {
  /** Resource packs and what is left in them. Free; the service asks for at most one call a second. */
  costs(query: CostsQuery, options?: CallOptions): Promise<AccountCosts>;
  /** What tasks took from the packs. */
  readonly units: UnitLedger;
  /** What tasks took from the cash balance. */
  readonly cash: CashLedger;
}

export function createAccount(core: KlingCore): AccountResource {
  return {
    units: createUnitLedger(core),
    cash: createCashLedger(core),
    async costs(asked, options = {}) {
      const { startTimeMs, endTimeMs, resourcePackName } = asked;
      refuseUnknown(asked, NAMES, "account.costs");
      const query = { start_time: startTimeMs, end_time: endTimeMs, resource_pack_name: resourcePackName };
      const { data, requestId } = await core.send(accountCostsGet, { ...options, query });
      const parsed = accountCosts.safeParse(data);
      if (parsed.success && (parsed.data.code ?? 0) === 0) return parsed.data;
      throw unreadable(
        parsed.success ? `inner code ${parsed.data.code}: ${parsed.data.msg ?? ""}` : "unknown shape",
        requestId,
      );
    },
  };
}

function unreadable(reason: string, requestId: string | undefined): ResponseError {
  return new ResponseError({
    message: `GET /account/costs answered without packs (${reason}).`,
    isRetryable: false,
    mayHaveCharged: "no",
    service: KLING,
    operationId: accountCostsGet.id,
    requestId,
  });
}
