import { customVoices, DEFAULT_CONCURRENCY, SERVICE_MESSAGES } from "@klingkit/spec";
import { availableUnits, onlinePacks } from "../../world/accounts/units.ts";
import { editFault } from "../editing/edit-session.ts";
import { type Refusal, refuse } from "../envelope.ts";
import { isUsableElement } from "../library/find-element.ts";
import { isUsableVoice } from "../library/find-voice.ts";
import type { CheckStep } from "../switches.ts";
import { costOf, outcomeOf, slotsNeeded } from "./cost.ts";
import {
  audioIdOf,
  type CreateRequest,
  elementIdsOf,
  elementPartOf,
  namesOf,
  videoIdOf,
  videoPartOf,
} from "./create-request.ts";
import { faceFault } from "./face-checks.ts";
import type { ParentVideo } from "./parent-video.ts";
import { EXTENSION, isExtendable } from "./video-extend.ts";
import { hasOneVoice } from "./voice-source.ts";

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
  const element = elementsOf(request).find((id) => !isUsableElement(state, account, id));
  if (element !== undefined) return refuse(CODE.invalidParameter, SERVICE_MESSAGES.elementNotFound(element));
  const voice = voicesOf(request).find((id) => !isUsableVoice(state, account, id));
  if (voice !== undefined) return refuse(CODE.invalidParameter, SERVICE_MESSAGES.voiceIdNotFound(voice));
  const fault = editFault(request);
  if (fault !== undefined) return refuse(CODE.invalidParameter, fault);
  return parentFault(request) ?? soundFault(request) ?? faceFault(request);
};

/** A sound that is named by its id must exist. INF: text */
function soundFault(request: CreateRequest): Refusal | undefined {
  const id = audioIdOf(request);
  if (id === undefined || request.sound) return undefined;
  return refuse(CODE.invalidParameter, SERVICE_MESSAGES.audioNotFound(id));
}

/** Elements that a create uses: of videos, and of images. */
const elementsOf = (request: CreateRequest): readonly string[] =>
  videoPartOf(request)?.facts.elements.map(({ value }) => value) ?? elementIdsOf(request);

/** Voices that a create uses: of videos, and of elements. */
const voicesOf = (request: CreateRequest): readonly string[] => [
  ...(videoPartOf(request)?.facts.voices ?? []).map(({ value }) => value),
  ...[elementPartOf(request)?.voiceId ?? []].flat(),
];

/** A video that is named by its id must exist, and for an extension be of a model that can be extended. INF: text */
function parentFault(request: CreateRequest): Refusal | undefined {
  const id = videoIdOf(request);
  if (id === undefined) return undefined;
  const { parent, operation } = request;
  const fits = FITTING[operation.id];
  if (parent && (fits === undefined || fits(parent))) return undefined;
  return refuse(CODE.invalidParameter, SERVICE_MESSAGES.videoNotExtendable(id));
}

/** Operations that do not take every video. */
const FITTING: Readonly<Record<string, (parent: ParentVideo) => boolean>> = {
  [EXTENSION.operationId]: isExtendable,
  [customVoices.create.id]: hasOneVoice,
};

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
  if (inFlight + slotsNeeded(request) <= limit) return undefined;
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
