import { DEFAULT_CONCURRENCY, SERVICE_MESSAGES } from "@klingkit/spec";
import type { Account } from "../../world/accounts/account.ts";
import { availableUnits, onlinePacks } from "../../world/accounts/units.ts";
import { type Refusal, refuse } from "../envelope.ts";
import type { CheckStep } from "../switches.ts";
import { assumedSeconds } from "./assumed-seconds.ts";
import { type CreateRequest, namesOf, poolOf } from "./create-request.ts";

/** One check; undefined lets the create pass. A check that needs facts passes while there are none. */
type Check = (request: CreateRequest) => Refusal | undefined;

const CODE = { invalidParameter: 1201, balance: 1102, noAccess: 1103, concurrency: 1303 } as const;

const validation: Check = ({ check, state, account }) => {
  const [issue] = check.issues;
  if (issue) {
    const code =
      issue.rule === "model-retired" ? state.settings.switches.retiredModelCode : issue.serviceCode;
    return refuse(code, issue.serviceMessage ?? issue.message);
  }
  const unknown = check.facts?.elements.find(({ value }) => !isKnownElement(state, account, value));
  return unknown && refuse(CODE.invalidParameter, SERVICE_MESSAGES.elementNotFound(unknown.value));
};

/** Ids of elements have many digits; `1` was recorded as not found. @source LIVE 2026-09-28, INF for all others */
const LEAST_ELEMENT_DIGITS = 3;

function isKnownElement({ settings }: CreateRequest["state"], account: Account, id: string): boolean {
  if (account.elements.has(id)) return true;
  return settings.switches.elements === "any" && id.length >= LEAST_ELEMENT_DIGITS;
}

/** Unique in the account over both families; the old task is never returned. @source LIVE 2026-09-20 */
const externalId: Check = ({ check, account }) => {
  const id = check.facts?.externalTaskId;
  if (id === undefined || !account.taskIdByExternalId.has(id)) return undefined;
  return refuse(CODE.invalidParameter, SERVICE_MESSAGES.externalTaskIdExists(id));
};

const entitlement: Check = ({ check, caller }) => {
  const model = check.row?.model;
  const { models } = caller;
  if (model === undefined || !models || namesOf(model).some((name) => models.includes(name)))
    return undefined;
  return refuse(CODE.noAccess, SERVICE_MESSAGES.accessDenied(model));
};

/** Units that the create will cost; 0 where the price list has no entry (retired models only). */
export function unitsOf({
  check,
  operation,
  state,
}: Pick<CreateRequest, "check" | "operation" | "state">): number {
  if (!check.facts || !check.row) return 0;
  const inputVideoSeconds = assumedSeconds(check.facts, check.row, state.settings.switches);
  const estimate = operation.estimate(check.facts, check.row, { inputVideoSeconds });
  return estimate.isKnown ? estimate.units : 0;
}

/** What running tasks will cost counts as spent, so that an account cannot overdraw. INF */
const balance: Check = (request) => {
  const { account, state } = request;
  if (!request.check.facts || !account.packs) return undefined;
  if (availableUnits(account, state.clock.nowMs()) >= Math.max(unitsOf(request), Number.MIN_VALUE))
    return undefined;
  return refuse(CODE.balance, SERVICE_MESSAGES.balanceNotEnough);
};

/** In-flight tasks that are allowed per pool: the largest value of the active packs. @source DOC (concurrency rules) */
function concurrencyOf(account: Account, configured: number | undefined, nowMs: number): number {
  if (configured !== undefined) return configured;
  const values = onlinePacks(account, nowMs).map(
    ({ concurrency }) => concurrency ?? DEFAULT_CONCURRENCY.trial,
  );
  return values.length > 0 ? Math.max(...values) : DEFAULT_CONCURRENCY.trial;
}

const concurrency: Check = ({ check, account, state }) => {
  if (!check.row) return undefined;
  const inFlight = account.inFlightByPool.get(poolOf(check.row.model)) ?? 0;
  const limit = concurrencyOf(account, state.settings.concurrency, state.clock.nowMs());
  return inFlight < limit ? undefined : refuse(CODE.concurrency, SERVICE_MESSAGES.parallelTaskLimit);
};

const CHECKS: Readonly<Record<CheckStep, Check>> = {
  validation,
  "external-id": externalId,
  entitlement,
  balance,
  concurrency,
};

/** The first refusal, in the configured order. */
export function runChecks(request: CreateRequest): Refusal | undefined {
  for (const step of request.state.settings.switches.checkOrder) {
    const refusal = CHECKS[step](request);
    if (refusal) return refusal;
  }
  return undefined;
}
