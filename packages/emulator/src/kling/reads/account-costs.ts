import { ACCOUNT_COSTS_MAX_PER_SECOND, SERVICE_MESSAGES } from "@klingkit/spec";
import type { Pack } from "../../world/accounts/account.ts";
import { refuse } from "../envelope.ts";
import type { ReadHandler } from "./read-handler.ts";

const INVALID_PARAMETER = 1201;
const TOO_MANY_REQUESTS = 1302;

/** @source DOC (`toBeOnline | online | expired | runOut`) */
function statusOf(pack: Pack, nowMs: number): string {
  if (nowMs < pack.effectiveAtMs) return "toBeOnline";
  if (nowMs >= pack.expiresAtMs) return "expired";
  return pack.remainingUnits > 0 ? "online" : "runOut";
}

const renderPack = (pack: Pack, nowMs: number) => ({
  resource_pack_name: pack.name,
  resource_pack_id: pack.id,
  resource_pack_type: "decreasing_total",
  total_quantity: pack.units,
  remaining_quantity: pack.remainingUnits,
  purchase_time: pack.purchasedAtMs,
  effective_time: pack.effectiveAtMs,
  invalid_time: pack.expiresAtMs,
  status: statusOf(pack, nowMs),
});

/** `GET /account/costs`: packs that were valid in the period (`INF`); without packs the key is missing. @source DOC, LIVE 2026-08-26 */
export const accountCosts: ReadHandler = (state, { account, search }) => {
  const nowMs = state.clock.nowMs();
  const query = new URLSearchParams(search);
  for (const field of ["start_time", "end_time"]) {
    const value = query.get(field)?.trim() ?? "";
    if (value === "") return { refusal: refuse(INVALID_PARAMETER, SERVICE_MESSAGES.mustNotBeBlank(field)) };
    if (!/^\d+$/.test(value)) {
      return { refusal: refuse(INVALID_PARAMETER, SERVICE_MESSAGES.valueInvalid(field, value)) };
    }
  }
  const sinceLastMs = nowMs - account.costsReadAtMs;
  account.costsReadAtMs = nowMs;
  if (state.settings.switches.limitsAccountCosts && sinceLastMs < 1000 / ACCOUNT_COSTS_MAX_PER_SECOND) {
    return { refusal: refuse(TOO_MANY_REQUESTS, SERVICE_MESSAGES.tooManyRequests) };
  }
  const startMs = Number(query.get("start_time"));
  const endMs = Number(query.get("end_time"));
  const name = query.get("resource_pack_name") || undefined;
  const packs = (account.packs ?? [])
    .filter((pack) => pack.effectiveAtMs <= endMs && pack.expiresAtMs >= startMs)
    .filter((pack) => name === undefined || pack.name === name)
    .map((pack) => renderPack(pack, nowMs));
  const list = packs.length > 0 ? { resource_pack_subscribe_infos: packs } : {};
  return { data: JSON.stringify({ code: 0, msg: "success", ...list }) };
};
