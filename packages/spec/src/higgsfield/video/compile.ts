import type { Issue, Warning } from "../../issue.ts";
import type { JsonObject } from "../../json-object.ts";
import type { VideoUse } from "../../kling/facts/capability.ts";
import { judgeRequest, withoutAbsent } from "../../kling/video/judge-request.ts";
import { findLegacyTokens, mentionOf } from "../../kling/video/prompt.ts";
import { nameItems, type VideoRequest } from "../../kling/video/request.ts";
import { audioFault } from "../../kling/video/rules/settings.ts";
import type { Estimate } from "../../operation/price.ts";
import { checkHiggsfield } from "../body/check-body.ts";
import { VALIDATION_STATUS } from "../facts/messages.ts";
import { HIGGSFIELD_PRICE_CARD } from "../facts/prices.ts";
import type { HiggsfieldCreate, HiggsfieldWorkflow } from "../operation.ts";
import { lengthMistake } from "../operations/create.ts";
import {
  qualityFields,
  requestFieldOf,
  UNKNOWN_FIELDS,
  type WrittenField,
  writtenFields,
} from "./body-fields.ts";

/** A request written for one endpoint. Pure: no clock, no network, no files. */
export interface HiggsfieldCompiled {
  readonly operation: HiggsfieldCreate;
  /** Exactly what will be sent; files stand as they are named. */
  readonly body: JsonObject;
  /** Empty when the request can be sent. */
  readonly issues: readonly Issue[];
  readonly warnings: readonly Warning[];
  readonly estimate: Estimate;
}

export interface HiggsfieldCompileOptions {
  /** The service runs on this machine or in its network, as an emulator does. Default false. */
  readonly isLocalService?: boolean | undefined;
  /** Length of the input video in seconds, for a price where the output follows it. */
  readonly inputVideoSeconds?: number | undefined;
  /** Local files are given to the service before the create: their paths are no mistake. Default false. */
  readonly uploadsFiles?: boolean;
}

/** Writes a request for an endpoint, judges it and prices it. What the endpoint cannot honour is an issue: nothing is trimmed. */
export function compileHiggsfield(
  given: VideoRequest,
  operation: HiggsfieldCreate,
  options: HiggsfieldCompileOptions = {},
): HiggsfieldCompiled {
  const mistakes = judgeRequest(given);
  if (mistakes.length > 0) return { operation, body: {}, issues: mistakes, warnings: [], estimate: UNPRICED };
  // The same request, as the judgement has just shown.
  const request = withoutAbsent(given) as VideoRequest;
  const written = writtenFields(request);
  const has = fieldsOf(operation);
  const body = bodyOf(request, written, has);
  const checked = checkHiggsfield(operation, options.uploadsFiles ? withAddresses(body) : body, options);
  const issues = [
    ...lostFields(request, written, has).map((field) => lost(field, operation)),
    ...mentionIssues(request),
    ...checked.issues.map((issue) => inRequest(issue, written)),
    ...mismatches(request, operation, body),
    ...otherUse(request, operation),
    ...inputLength(operation, body, options),
  ];
  return {
    operation,
    body,
    issues,
    warnings: [
      ...checked.warnings.map((found) => inRequest(found, written)),
      ...alwaysSound(request, operation, body),
      ...foreignTokens(request),
    ],
    estimate: issues.length > 0 ? UNPRICED : operation.estimate(body, options),
  };
}

const UNPRICED: Estimate = {
  isKnown: false,
  reason: "the request has mistakes",
  priceCard: HIGGSFIELD_PRICE_CARD.version,
};

type Has = (name: string) => boolean;

function fieldsOf({ body: { def } }: HiggsfieldCreate): Has {
  return (name) => def.type === "object" && Object.hasOwn(def.shape, name);
}

/** The field of the endpoint that takes a part; undefined where it has none. */
const placeOf = ({ names }: WrittenField, has: Has): string | undefined => names.find(has);

function bodyOf(request: VideoRequest, written: readonly WrittenField[], has: Has): JsonObject {
  const parts = written.flatMap((one) => {
    const name = placeOf(one, has);
    return name === undefined ? [] : [[name, one.value] as const];
  });
  const quality = Object.entries(qualityFields(request)).filter(([name]) => has(name));
  // The service's default is often on; a request's is off.
  const sound = has("sound") ? [["sound", request.audio === "native" ? "on" : "off"] as const] : [];
  return Object.fromEntries([...parts, ...quality, ...sound]);
}

/** Parts of the request for which the endpoint has no place. */
function lostFields(request: VideoRequest, written: readonly WrittenField[], has: Has): readonly string[] {
  const { audio, motion, video } = request;
  const unknown = UNKNOWN_FIELDS.filter((name) => isUsed(request[name]));
  const unwritten = written.filter((one) => placeOf(one, has) === undefined).map(({ field }) => field);
  const places = written.map((one) => placeOf(one, has));
  // A first frame and the person of a motion both want `image_url`: the later one has it.
  const displaced = written.filter((_, at) => places[at] && places.indexOf(places[at], at + 1) > 0);
  const isOriginal = audio === "original" && !motion;
  return [
    ...new Set([
      ...unknown,
      ...unwritten,
      ...displaced.map(({ field }) => field),
      ...(isOriginal ? ["audio"] : []),
      ...(video?.keepsSound ? ["video.keepsSound"] : []),
    ]),
  ];
}

const isUsed = (value: unknown): boolean =>
  value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);

const issue = (rule: string, field: string, message: string): Issue => ({
  rule,
  path: field,
  field,
  message: `${field}: ${message}`,
  serviceCode: VALIDATION_STATUS.usual,
});

const lost = (field: string, { id }: HiggsfieldCreate): Issue =>
  issue("unsupported-field", field, `${id} has no place for it. Leave it out or take another route.`);

/** How a prompt names an input is documented nowhere for this service. */
function mentionIssues(request: VideoRequest): readonly Issue[] {
  const { references, elements, video } = nameItems(request);
  const names = [...references, ...elements, ...(video === undefined ? [] : [video])];
  const texts = [
    ["prompt", request.prompt ?? ""] as const,
    ...(request.shots ?? []).map(({ prompt }, at) => [`shots[${at}].prompt`, prompt] as const),
  ];
  return texts.flatMap(([field, text]) => {
    const name = names.find((known) => mentionOf(known).test(text));
    return name === undefined
      ? []
      : [
          issue(
            "placeholder",
            field,
            `@${name} cannot be sent: how a prompt names an input is not documented for this service. Describe it in words.`,
          ),
        ];
  });
}

/** Kling's own spelling of a mention. Nothing says whether it is read here, so it is sent as it stands. */
function foreignTokens({ prompt = "" }: VideoRequest): readonly Warning[] {
  const [first] = findLegacyTokens(prompt);
  if (!first) return [];
  const message =
    "prompt: names an input as Kling's API does (`<<<…>>>`). Whether this service reads that is not documented.";
  return [{ rule: "placeholder-unknown", path: "prompt", field: "prompt", message }];
}

/** What becomes of an input video, by the endpoint that takes it. */
const USES: Readonly<Partial<Record<HiggsfieldWorkflow, VideoUse>>> = {
  "video-edit": "base",
  "video-reference": "feature",
};

/** Both endpoints take the same field, and buy different things. */
function otherUse({ video }: VideoRequest, { id, workflow }: HiggsfieldCreate): readonly Issue[] {
  const use = USES[workflow];
  if (!video || use === undefined || video.use === use) return [];
  return [issue("video-use", "video.use", `${id} uses the video as ${use}, not as ${video.use}.`)];
}

/** Money is reserved by this length, so one that cannot be is a mistake of the request, never a price. */
function inputLength(
  operation: HiggsfieldCreate,
  body: JsonObject,
  { inputVideoSeconds }: HiggsfieldCompileOptions,
): readonly Issue[] {
  const range = operation.inputVideoSeconds(body);
  const mistake = range && inputVideoSeconds !== undefined && lengthMistake(range, inputVideoSeconds);
  return mistake ? [issue("input-video-length", "inputVideoSeconds", `${mistake}.`)] : [];
}

/** Quality and sound that the endpoint fixes, against those that are asked for. */
function mismatches(
  { resolution, audio, motion }: VideoRequest,
  operation: HiggsfieldCreate,
  body: JsonObject,
): readonly Issue[] {
  const [result] = operation.outcome(body).results;
  if (!result) return [];
  return [
    ...(resolution === undefined || result.resolution === undefined || result.resolution === resolution
      ? []
      : [
          issue("resolution", "resolution", `${operation.id} makes ${result.resolution}, not ${resolution}.`),
        ]),
    ...(audio === "off" && !motion && result.hasSound
      ? [issue("audio", "audio", `${operation.id} always makes audio.`)]
      : []),
    ...(audio === "native" && motion
      ? [
          issue(
            "audio",
            "audio",
            audioFault({ model: operation.id, audio: ["original", "off"] }, audio).message,
          ),
        ]
      : []),
    ...(audio === "native" && !motion && !result.hasSound
      ? [issue("audio", "audio", `${operation.id} makes no audio.`)]
      : []),
  ];
}

function alwaysSound(
  { audio, motion }: VideoRequest,
  operation: HiggsfieldCreate,
  body: JsonObject,
): readonly Warning[] {
  const [result] = operation.outcome(body).results;
  if (audio !== undefined || motion || !result?.hasSound) return [];
  const message = `audio: ${operation.id} always makes audio, and its price includes it.`;
  return [{ rule: "sound-always", path: "audio", field: "audio", message }];
}

/** The caller knows the fields of the request, not those of the body that was made of it. */
function inRequest<Found extends Issue | Warning>(found: Found, written: readonly WrittenField[]): Found {
  const { path, message } = found;
  const field = requestFieldOf(path, written);
  if (field === undefined) return found;
  const words = message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
  return { ...found, field, message: `${field}: ${words}` };
}

/** Stands for the address that a file will have. */
const UPLOADED = "https://example.com/uploaded";
const WEB_ADDRESS = /^https?:\/\//i;

/** A body whose files have been given to the service. */
function withAddresses(body: JsonObject): JsonObject {
  const placed = (value: unknown) =>
    typeof value === "string" && value.trim() !== "" && !WEB_ADDRESS.test(value) ? UPLOADED : value;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      if (!/_urls?$/.test(name)) return [name, value];
      return [name, Array.isArray(value) ? value.map(placed) : placed(value)];
    }),
  );
}
