import { type CapabilityRow, inputVideoLimits, SERVICE_MESSAGES, type VideoFacts } from "@klingkit/spec";
import { availableUnits, concurrencyOf } from "../../world/accounts/units.ts";
import { type Refusal, refuse } from "../envelope.ts";
import type { CheckStep, ServiceSwitches } from "../switches.ts";
import { type Draft, namesOf, poolOf } from "./create-request.ts";

/** One check; undefined lets the create pass. A check that needs facts passes while there are none. */
type Check = (draft: Draft) => Refusal | undefined;

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

function isKnownElement({ settings }: Draft["state"], account: Draft["account"], id: string): boolean {
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
export function unitsOf({ check, operation, state }: Pick<Draft, "check" | "operation" | "state">): number {
  if (!check.facts || !check.row) return 0;
  const inputVideoSeconds = assumedSeconds(check.facts, check.row, state.settings.switches);
  const estimate = operation.estimate(check.facts, check.row, { inputVideoSeconds });
  return estimate.isKnown ? estimate.units : 0;
}

/** Length of an input video, which is never looked at: the assumed one, inside the limits of its use. */
export function assumedSeconds(
  facts: VideoFacts,
  row: CapabilityRow,
  { assumedInputSeconds }: Pick<ServiceSwitches, "assumedInputSeconds">,
): number {
  const { minSeconds, maxSeconds } = inputVideoLimits(facts, row);
  return Math.min(maxSeconds, Math.max(minSeconds, assumedInputSeconds));
}

/** What running tasks will cost counts as spent, so that an account cannot overdraw. INF */
const balance: Check = (draft) => {
  const { account, state } = draft;
  if (!draft.check.facts || !account.packs) return undefined;
  if (availableUnits(account, state.clock.nowMs()) >= Math.max(unitsOf(draft), Number.MIN_VALUE))
    return undefined;
  return refuse(CODE.balance, SERVICE_MESSAGES.balanceNotEnough);
};

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
export function runChecks(draft: Draft): Refusal | undefined {
  for (const step of draft.state.settings.switches.checkOrder) {
    const refusal = CHECKS[step](draft);
    if (refusal) return refusal;
  }
  return undefined;
}
