import type { Issue, Warning } from "../../issue.ts";
import { type CheckOptions, checkCreate, issueOf } from "../check.ts";
import type { CreateFacts } from "../facts.ts";
import type { ServiceVoice } from "../fault.ts";
import { inputVideoLimits, lengthMistake } from "../input-video.ts";
import type { JsonObject } from "../normalize.ts";
import { type Estimate, estimateFacts, PRICE_CARD } from "../prices.ts";
import type { VideoRequest } from "../request.ts";
import type { Route } from "../routes.ts";
import type { WarningId } from "../rules/rule-ids.ts";
import { compileLegacy } from "./legacy.ts";
import { compileStandard } from "./standard.ts";
import { unsupportedFields } from "./unsupported.ts";

/** A request written for one route. Pure: no clock, no network, no files. */
export interface Compiled {
  readonly route: Route;
  readonly method: "POST";
  readonly path: string;
  /** Exactly what will be sent. */
  readonly body: JsonObject;
  /** Empty when the request can be sent. */
  readonly issues: readonly Issue[];
  readonly warnings: readonly Warning[];
  readonly estimate: Estimate;
  /** Absent when the body could not be read. */
  readonly facts?: CreateFacts;
}

export interface CompileOptions
  extends Pick<CheckOptions, "allowsRetired" | "elementKind" | "isLocalService" | "voice"> {
  /**
   * Length of the input video in seconds, for an estimate where the output follows it. One that the service does not take
   * is an issue. Without it the estimate has a ceiling only; `checkVideoFile` measures a local file.
   */
  readonly inputVideoSeconds?: number;
}

/** Writes a request for a route, judges it and prices it. Throws RangeError for a route that is only on record. */
export function compile(request: VideoRequest, route: Route, options: CompileOptions = {}): Compiled {
  const { operation, row } = route;
  if (!operation || !row)
    throw new RangeError(`${route.id} is on record only; nothing can be compiled for it`);
  const isLegacy = operation.family === "legacy";
  const body = isLegacy ? compileLegacy(request, operation, row) : compileStandard(request, operation, row);
  const lost = unsupportedFields(request, operation);
  const { issues, warnings, facts } = checkCreate(operation, body, options);
  return {
    route,
    method: "POST",
    path: operation.path,
    body,
    issues: [
      ...lost.map((field) => lostField(field, route, options.voice)),
      ...issues,
      ...(facts ? inputLength(facts, route, options) : []),
    ],
    warnings: [...warnings, ...lostPrompt(request, isLegacy), ...proofWarning(route)],
    estimate: facts
      ? estimateFacts(facts, row, options)
      : { isKnown: false, reason: "the request cannot be read", priceCard: PRICE_CARD.version },
    ...(facts ? { facts } : {}),
  };
}

function lostField(path: string, { id, family }: Route, voice: ServiceVoice | undefined): Issue {
  const message = `${id} has no place for it. Leave it out or take another route.`;
  return issueOf({ rule: "unsupported-field", path, message }, { family }, voice);
}

/** Money is reserved by this length, so one that cannot be is a mistake of the request, never a price. */
function inputLength(
  facts: CreateFacts,
  { row, family }: Route,
  { inputVideoSeconds, voice }: CompileOptions,
): readonly Issue[] {
  const hasVideo = facts.motionVideo !== undefined || facts.videos.length > 0;
  if (inputVideoSeconds === undefined || !row || !hasVideo) return [];
  const mistake = lengthMistake(inputVideoLimits(facts, row), inputVideoSeconds);
  if (mistake === undefined) return [];
  const fault = { rule: "input-video-length", path: "inputVideoSeconds", message: `${mistake}.` } as const;
  return [issueOf(fault, { family, row, facts }, voice)];
}

/** The legacy body keeps a prompt beside its shots, and its own rule says that it is ignored. */
function lostPrompt({ prompt, shots }: VideoRequest, isLegacy: boolean): readonly Warning[] {
  if (isLegacy || prompt === undefined || (shots?.length ?? 0) === 0) return [];
  return [
    {
      rule: "prompt-ignored" satisfies WarningId,
      path: "prompt",
      message: "prompt: left out, because the shots are written in its place.",
    },
  ];
}

function proofWarning({ id, state }: Route): readonly Warning[] {
  if (state === "verified" || state === "documented") return [];
  return [
    {
      rule: "route-unproved" satisfies WarningId,
      path: "route",
      message: `${id} is ${state}: no recorded run proves that the service takes it.`,
    },
  ];
}
