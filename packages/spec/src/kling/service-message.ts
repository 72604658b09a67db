import type { Fault, FaultScope, ServiceMessage } from "./check/fault.ts";
import type { RuleId } from "./check/rule-ids.ts";
import { SERVICE_MESSAGES as SAY } from "./facts/messages.ts";
import type { VideoFacts } from "./video/facts.ts";
import { legacyMode } from "./video/legacy-mode.ts";

const value: ServiceMessage = ({ path, subject }) => SAY.valueInvalid(path, subject);
const audioMode: ServiceMessage = ({ subject }) => SAY.audioModeUnsupported(String(subject));
/** A rule without a recorded sentence gets one in the service's style. INF */
const unsupported: ServiceMessage = ({ path, message }) => SAY.unsupportedWith(path, message);
const blank: ServiceMessage = ({ path }) => SAY.mustNotBeBlank(path);

/** The families say that something is missing in their own ways; the standard one names the content item. */
const missingItem =
  (type: string): ServiceMessage =>
  ({ path }, { family }) =>
    family !== "legacy" ? SAY.empty(`contents ${type}`) : SAY.mustNotBeBlank(path);

const wrongType: ServiceMessage = ({ path, subject, expected }) => {
  if (path === "body") return SAY.malformedJson;
  return expected === undefined ? SAY.valueInvalid(path, subject) : SAY.typeInvalid(path, expected);
};

/** Bean Validation has an annotation for each kind of field. INF */
function mustBeThere(path: string, expected: string | undefined): string {
  if (expected === "array") return SAY.mustNotBeEmpty(path);
  return expected === undefined || expected === "string" ? SAY.mustNotBeBlank(path) : SAY.mustNotBeNull(path);
}

/** A missing field; in a content item the subject is the type of the item. */
const required: ServiceMessage = ({ path, subject, expected }, { family }) => {
  if (subject === undefined) return family === "legacy" ? mustBeThere(path, expected) : SAY.empty(path);
  const field = path.slice(path.lastIndexOf(".") + 1);
  return field === "element_id" ? SAY.elementInvalid("") : SAY.blankContent(String(subject), field);
};

/** The service's enum lists 480p, and its generation refuses it. @source LIVE 2026-09-28 */
const listed: ServiceMessage = (fault, scope) =>
  fault.path === "settings.resolution" && fault.subject === "480p"
    ? SAY.videoResolutionInvalid(fault.subject)
    : value(fault, scope);

/** Facts of a video; other requests have no such rules. */
const isOfVideo = (facts: FaultScope["facts"]): facts is VideoFacts =>
  facts !== undefined && "shots" in facts;

/** Numbers out of range: the standard family names the value (LIVE), the legacy one the bound. @source LIVE (third parties: `must be less than or equal to 2.0`) */
const beyondBound: ServiceMessage = (fault, scope) => {
  const { path, subject, bound } = fault;
  if (scope.family !== "legacy" || typeof subject !== "number" || !bound) return listed(fault, scope);
  return "max" in bound ? SAY.atMost(path, bound.max) : SAY.atLeast(path, bound.min);
};

const lastFrameCondition: ServiceMessage = (fault, scope) => {
  const { family, facts, row } = scope;
  if (family === "standard" || !isOfVideo(facts) || !row) return unsupported(fault, scope);
  return SAY.imageTailCondition(row.model, legacyMode(facts.resolution), facts.durationSeconds ?? 0);
};

/** The one sentence that is recorded; for the other model with camera control it would be wrong. */
const cameraCondition: ServiceMessage = (fault, scope) =>
  scope.row?.model === "kling-v1" ? SAY.cameraControlCondition : unsupported(fault, scope);

/** What the service says to a broken rule; `unsupported` to all that are not listed. */
const SENTENCES: Readonly<Partial<Record<RuleId, ServiceMessage>>> = {
  type: wrongType,
  required,
  enum: listed,
  range: beyondBound,
  "one-of": ({ path, subject }) => SAY.bothEmpty(path, String(subject)),
  "exclusive-fields": ({ path, subject }) => SAY.exclusive(path, String(subject)),
  "dependent-field": ({ path, subject }) => SAY.requiredWhen(path, String(subject)),
  "audio-url": value,
  "audio-value": () => SAY.base64Invalid,
  "voice-id": () => SAY.voiceNotFound,
  "effect-scene": value,
  "unknown-field": ({ path }) => SAY.unknownField(path),
  "unsupported-field": ({ path }) => SAY.unknownField(path),
  "content-type": value,
  "content-once": ({ path, subject }) => SAY.onlyOnce(path.slice(0, path.indexOf("[")), String(subject)),
  model: () => SAY.modelNotSupported,
  "model-retired": ({ subject }) => SAY.modelDiscontinued(String(subject)),
  "prompt-required": ({ path }, { family }) =>
    family === "standard" ? SAY.blankContent("prompt", "text") : SAY.mustNotBeBlank(path),
  "list-length": ({ path, subject }) => {
    const [min = 0, max = 0] = Array.isArray(subject) ? subject.map(Number) : [];
    return SAY.sizeBetween(path, min, max);
  },
  "prompt-length": ({ path, subject }) => SAY.sizeBetween(path, 0, Number(subject)),
  "label-unique": value,
  "label-nested": value,
  "shot-type": blank,
  shots: (fault, scope) =>
    (isOfVideo(scope.facts) && scope.facts.shots.length > 0 ? unsupported : blank)(fault, scope),
  duration: value,
  resolution: (fault, scope) =>
    scope.family === "legacy" && isOfVideo(scope.facts)
      ? SAY.valueInvalid(fault.path, legacyMode(scope.facts.resolution))
      : value(fault, scope),
  audio: audioMode,
  "audio-with-video": audioMode,
  "callback-url": value,
  "external-id": value,
  "first-frame-required": missingItem("first_frame"),
  "camera-control": () => SAY.cameraControlCondition,
  "camera-condition": cameraCondition,
  "last-frame": () => SAY.imageTailUnsupported,
  "last-frame-condition": lastFrameCondition,
  "image-value": () => SAY.base64Invalid,
  "video-url": () => SAY.videoUrlInvalid,
  "image-required": missingItem("image"),
  "video-required": missingItem("video"),
  "element-id": ({ subject }) => SAY.elementInvalid(String(subject)),
  "multi-shot-with-feature-video": value,
  "shot-type-with-feature-video": value,
};

const speed: ServiceMessage = ({ bound = { max: 0 } }) =>
  "max" in bound ? SAY.lipSyncSpeedAtMost(bound.max) : SAY.lipSyncSpeedAtLeast(bound.min);

/** Sentences of lip sync in its older form, by rule and field. @source LIVE 2026-09 */
const LIP_SYNC: Readonly<Record<string, ServiceMessage>> = {
  "required input.mode": () => SAY.lipSyncModeNull,
  "one-of input.video_id": () => SAY.lipSyncVideoRequired,
  "required input.audio_type": () => SAY.lipSyncAudioTypeNull,
  "required input.text": () => SAY.lipSyncTextRequired,
  "required input.voice_id": () => SAY.voiceNotFound,
  "enum input.voice_language": () => SAY.lipSyncLanguageNotFound,
  "range input.voice_speed": speed,
};

/** The sentence that the operation's page has for a field. */
function ownSentence({ path, rule, subject }: Fault, { sentences }: FaultScope): string | undefined {
  if (!sentences) return undefined;
  const at = (index: string) => sentences[path.replaceAll(/\[\d+\]/g, `[${index}]`)];
  // The subject of a missing field of an item is the type of the item.
  return (rule === "required" ? at(String(subject)) : undefined) ?? at("");
}

/** Says a fault as the service says it: word for word where that was recorded, else in the same style (`INF`). */
export const serviceMessage: ServiceMessage = (fault: Fault, scope: FaultScope) =>
  ownSentence(fault, scope) ??
  (LIP_SYNC[`${fault.rule} ${fault.path}`] ?? SENTENCES[fault.rule] ?? unsupported)(fault, scope);
