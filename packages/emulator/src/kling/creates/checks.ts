import { DEFAULT_CONCURRENCY, SERVICE_MESSAGES } from "@klingkit/spec";
import type { Account } from "../../world/accounts/account.ts";
import { availableUnits, onlinePacks } from "../../world/accounts/units.ts";
import { type Refusal, refuse } from "../envelope.ts";
import type { CheckStep } from "../switches.ts";
import { costOf, outcomeOf, slotsOf } from "./cost.ts";
import { type CreateRequest, elementIdsOf, namesOf, textOf, videoPartOf } from "./create-request.ts";
import { EXTENSION, isExtendable } from "./video-extend.ts";

/** One check; undefined lets the create pass. A check that needs facts passes while there are none. */
type Check = (request: CreateRequest) => Refusal | undefined;

const CODE = { invalidParameter: 1201, balance: 1102, noAccess: 1103, concurrency: 1303 } as const;

const validation: Check = (request) => {
  const { check, state, account } = request;
  const [issue] = check.issues;
  if (issue) {
    const code =
      issue.rule === "model-retired" ? state.settings.switches.retiredModelCode : issue.serviceCode;
    return refuse(code, issue.serviceMessage ?? issue.message);
  }
  const elements = videoPartOf(request)?.facts.elements.map(({ value }) => value) ?? elementIdsOf(request);
  const unknown = elements.find((id) => !isKnownElement(state, account, id));
  if (unknown !== undefined) return refuse(CODE.invalidParameter, SERVICE_MESSAGES.elementNotFound(unknown));
  return parentFault(request);
};

/** A video that is named by its id must exist, and for an extension be of a model that can be extended. INF: text */
function parentFault(request: CreateRequest): Refusal | undefined {
  const id = textOf(request, "video_id");
  if (id === undefined) return undefined;
  const { parent, operation } = request;
  if (parent && (operation.id !== EXTENSION.operationId || isExtendable(parent))) return undefined;
  return refuse(CODE.invalidParameter, SERVICE_MESSAGES.videoNotExtendable(id));
}

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

/** What running tasks will cost counts as spent, so that an account cannot overdraw. INF */
const balance: Check = (request) => {
  const { account, state } = request;
  if (!request.check.facts || !account.packs) return undefined;
  const { unit, units } = costOf(request);
  if (availableUnits(account, unit, state.clock.nowMs()) >= Math.max(units, Number.MIN_VALUE))
    return undefined;
  return refuse(CODE.balance, SERVICE_MESSAGES.balanceNotEnough);
};

/** In-flight tasks that are allowed per pool: the largest value of the active packs. @source DOC (concurrency rules) */
function concurrencyOf({ state, account }: CreateRequest, unit: string): number {
  const { concurrency: configured } = state.settings;
  if (configured !== undefined) return configured;
  const values = onlinePacks(account, unit, state.clock.nowMs()).map(
    ({ concurrency }) => concurrency ?? DEFAULT_CONCURRENCY.trial,
  );
  return values.length > 0 ? Math.max(...values) : DEFAULT_CONCURRENCY.trial;
}

const concurrency: Check = (request) => {
  const outcome = outcomeOf(request);
  if (!outcome || outcome.slots === 0) return undefined;
  const inFlight = request.account.inFlightByPool.get(outcome.pool) ?? 0;
  const limit = concurrencyOf(request, costOf(request).unit);
  if (inFlight + slotsOf(request) <= limit) return undefined;
  return refuse(CODE.concurrency, SERVICE_MESSAGES.parallelTaskLimit);
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
