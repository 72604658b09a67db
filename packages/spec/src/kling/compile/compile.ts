import type { Issue, Warning } from "../../issue.ts";
import type { JsonObject } from "../../json-object.ts";
import type { Estimate } from "../../operation/price.ts";
import { type CheckOptions, checkCreate, issueOf } from "../check/check.ts";
import type { Fault, ServiceMessage } from "../check/fault.ts";
import type { WarningId } from "../check/rule-ids.ts";
import type { CapabilityRow } from "../facts/capability.ts";
import { UNREADABLE_ESTIMATE } from "../facts/units.ts";
import type { Route } from "../routes/routes.ts";
import type { VideoFacts } from "../video/facts.ts";
import { inputVideoLimits, lengthMistake } from "../video/input-video.ts";
import { judgeRequest, withoutAbsent } from "../video/judge-request.ts";
import { isShotScript, parsePromptShots } from "../video/prompt.ts";
import type { VideoRequest } from "../video/request.ts";
import { requestFieldOf } from "../video/request-names.ts";
import { audioFault, resolutionFault } from "../video/rules/settings.ts";
import { type DialectFinding, translateMentions } from "./dialects.ts";
import { compileLegacy, type NamedToken, tokensOf } from "./legacy.ts";
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
  readonly facts?: VideoFacts;
}

export interface CompileOptions
  extends Pick<CheckOptions, "allowsRetired" | "elementKind" | "isLocalService" | "serviceMessage"> {
  /**
   * Length of the input video in seconds, for an estimate where the output follows it. One that the service does not take
   * is an issue. Without it the estimate has a ceiling only; `checkVideoFile` measures a local file.
   */
  readonly inputVideoSeconds?: number;
}

/**
 * Writes a request for a route, judges it and prices it. A request that came as data is judged first: one with unknown fields,
 * wrong types or words of no table has issues and an empty body. Throws RangeError for a route that is only on record.
 */
export function compile(given: VideoRequest, route: Route, options: CompileOptions = {}): Compiled {
  const { operation, row } = route ?? noRoute();
  if (!operation || !row) throw new RangeError(`${route.id} is listed only; nothing can be compiled for it`);
  const mistakes = judgeRequest(given);
  if (mistakes.length > 0) return unreadable(route, operation.path, mistakes);
  // The same request, as the judgement has just shown.
  const read = withShotsLength(withWrittenShots(withoutAbsent(given) as VideoRequest));
  const isLegacy = operation.family === "legacy";
  const { request, findings } = translateMentions(read, isLegacy ? "legacy" : "standard");
  const unread = findings.filter(({ isTranslated }) => !isTranslated);
  const body = isLegacy ? compileLegacy(request, operation, row) : compileStandard(request, operation, row);
  const lost = unsupportedFields(request, operation);
  const { issues, warnings, facts } = checkCreate(operation, body, options);
  const tokens = isLegacy ? tokensOf(request) : [];
  const named = <Item extends Issue | Warning>(item: Item): Item => nameField(item, body, tokens);
  return {
    route,
    method: "POST",
    path: operation.path,
    body,
    issues: [
      ...lost.map((field) => lostField(field, route, options.serviceMessage)),
      ...unread.map(({ path, message }) => unreadName(path, message, route, options.serviceMessage)),
      ...issues.map((issue) => inRequest(named(issue), request, { row, route, say: options.serviceMessage })),
      ...(facts ? inputLength(facts, route, options) : []),
    ].filter(isFirst),
    warnings: [
      ...findings
        .filter(({ isTranslated }) => isTranslated)
        .map(({ path, message }) => warning("placeholder-translated", path, message)),
      // What is refused by name needs no remark beside it.
      ...warnings.map(named).filter(({ rule, field }) => !isSaid(rule, field, unread)),
      ...(isLegacy ? [] : lostWords(request)),
      ...proofWarning(route),
    ],
    estimate: facts ? operation.estimate(facts, row, options) : UNREADABLE_ESTIMATE,
    ...(facts ? { facts } : {}),
  };
}

/** For callers without types. */
function noRoute(): never {
  const message = 'compile needs a route after the request, such as findRoute("text-to-video:kling-3.0").';
  throw Object.assign(new TypeError(`${message} Nothing was sent.`), { code: "KLINGKIT_CONFIG" });
}

const unreadable = (route: Route, path: string, issues: readonly Issue[]): Compiled => ({
  route,
  method: "POST",
  path,
  body: {},
  issues,
  warnings: [],
  estimate: UNREADABLE_ESTIMATE,
});

/** A prompt that is a list of shots, with their lengths, is that list where several shots are wanted. */
function withWrittenShots(request: VideoRequest): VideoRequest {
  const { prompt, shots = [], isMultiShot, ...rest } = request;
  if (!isMultiShot || shots.length > 0 || prompt === undefined || !isShotScript(prompt)) return request;
  const written = parsePromptShots(prompt);
  return {
    ...rest,
    shots: written.map(({ prompt: words, durationSeconds }) => ({ prompt: words, durationSeconds })),
  };
}

/** Shots say how long the video is, unless a length is given beside them. */
function withShotsLength(request: VideoRequest): VideoRequest {
  const { shots = [], durationSeconds } = request;
  if (shots.length === 0 || durationSeconds !== undefined) return request;
  return { ...request, durationSeconds: shots.reduce((sum, shot) => sum + shot.durationSeconds, 0) };
}

/** The caller knows the fields of the request, not those of the body that was made of it. */
function nameField<Item extends Issue | Warning>(
  item: Item,
  body: JsonObject,
  tokens: readonly NamedToken[],
): Item {
  const { path, message } = item;
  const field = requestFieldOf(path, body);
  if (field === undefined) return item;
  const words = message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
  const spoken = tokens.reduce((text, { name, token }) => text.replaceAll(token, `@${name}`), words);
  return { ...item, field, message: `${field}: ${spoken}` };
}

interface Asked {
  readonly row: CapabilityRow;
  readonly route: Route;
  readonly say: ServiceMessage | undefined;
}

/** A body without a place for a field, or with other words for it, says nothing of what the model makes. */
function inRequest(issue: Issue, { audio, resolution }: VideoRequest, { row, route, say }: Asked): Issue {
  const { field, rule } = issue;
  const isLost = rule === "unknown-field";
  if (isLost && field === "audio" && audio) return byModel(issue, field, audioFault(row, audio));
  if (rule === "enum" && field === "resolution" && resolution)
    return byModel(issue, field, resolutionFault(row, resolution));
  return isLost && field !== undefined ? lostField(field, route, say) : issue;
}

const byModel = (
  issue: Issue,
  field: string,
  { rule, message, allowed }: Pick<Fault, "rule" | "message" | "allowed">,
): Issue => ({ ...issue, rule, message: `${field}: ${message}`, ...(allowed ? { allowed } : {}) });

/** One field of a request may have no place for two reasons, and is to be removed once. */
const isFirst = ({ message }: Issue, at: number, all: readonly Issue[]): boolean =>
  all.findIndex((other) => other.message === message) === at;

function lostField(path: string, { id, family }: Route, say: ServiceMessage | undefined): Issue {
  const message = `${id} has no place for it. Leave it out or take another route.`;
  return { ...issueOf({ rule: "unsupported-field", path, message }, { family }, say), field: path };
}

function unreadName(path: string, words: string, { family }: Route, say: ServiceMessage | undefined): Issue {
  const message = words;
  return { ...issueOf({ rule: "placeholder", path, message }, { family }, say), field: path };
}

const isSaid = (rule: string, field: string | undefined, refused: readonly DialectFinding[]): boolean =>
  rule.startsWith("placeholder-") && refused.some(({ path }) => path === field);

/** Money is reserved by this length, so one that cannot be is a mistake of the request, never a price. */
function inputLength(
  facts: VideoFacts,
  { row, family }: Route,
  { inputVideoSeconds, serviceMessage }: CompileOptions,
): readonly Issue[] {
  const hasVideo = facts.motionVideo !== undefined || facts.videos.length > 0;
  if (inputVideoSeconds === undefined || !row || !hasVideo) return [];
  const mistake = lengthMistake(inputVideoLimits(facts, row), inputVideoSeconds);
  if (mistake === undefined) return [];
  const fault = { rule: "input-video-length", path: "inputVideoSeconds", message: `${mistake}.` } as const;
  return [issueOf(fault, { family, row, facts }, serviceMessage)];
}

/** What the standard family has no place for. The legacy body keeps a prompt beside its shots, and its own rule says that it is ignored. */
function lostWords({ prompt, shots = [] }: VideoRequest): readonly Warning[] {
  if (shots.length === 0) return [];
  const altered = shots.flatMap(({ prompt: words }, at) =>
    words.includes(";") ? [`shots[${at}].prompt`] : [],
  );
  return [
    ...(prompt === undefined
      ? []
      : [warning("prompt-ignored", "prompt", "left out, because the shots are written in its place.")]),
    ...altered.map((path) =>
      warning("prompt-altered", path, '";" ends a shot in this family, so "," is sent in its place.'),
    ),
  ];
}

const warning = (rule: WarningId, path: string, message: string): Warning => ({
  rule,
  path,
  field: path,
  message: `${path}: ${message}`,
});

function proofWarning({ id, state }: Route): readonly Warning[] {
  if (state === "verified" || state === "documented") return [];
  return [
    {
      rule: "route-unverified" satisfies WarningId,
      path: "route",
      message: `${id} is unverified: no recorded request shows that the service accepts it.`,
    },
  ];
}
