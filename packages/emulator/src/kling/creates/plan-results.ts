import { identifyFace, type ResultOutcome, talkingAgent } from "@klingkit/spec";
import type { ImagePlan, ResultPlan, VideoPlan } from "../../media/index.ts";
import type { EditSession } from "../../world/accounts/account.ts";
import { sessionOf } from "../editing/edit-session.ts";
import { assumedSeconds } from "./assumed-seconds.ts";
import { madeResults } from "./cost.ts";
import { type CreateRequest, inputSecondsOf, textOf, videoPartOf } from "./create-request.ts";
import { planFaces } from "./face-checks.ts";
import type { InputFiles } from "./input-files.ts";
import { imageSize, pictureSize, videoSize } from "./picture-size.ts";
import { planElement, planVoice } from "./plan-library.ts";
import { EXTENSION, extended } from "./video-extend.ts";

/** What a create will have made: by the kinds of its outcome, in its order. */
export function planResults(request: CreateRequest, inputs: InputFiles): readonly ResultPlan[] {
  if (request.operation.id === identifyFace.create.id) return planFaces(request);
  const results = madeResults(request);
  return results.flatMap((result) => {
    const plan = planResult(request, inputs, result);
    return "kind" in plan && result.type !== undefined ? { ...plan, type: result.type } : plan;
  });
}

function planResult(
  request: CreateRequest,
  inputs: InputFiles,
  result: ResultOutcome,
): ResultPlan | readonly ResultPlan[] {
  switch (result.kind) {
    case "video":
      return planVideo(request, inputs, result);
    case "image":
      return planImage(inputs, result);
    case "audio":
      return {
        kind: "audio",
        durationSeconds: result.seconds ?? audioSeconds(request),
        formats: (result.formats ?? []).includes("wav") ? ["mp3", "wav"] : ["mp3"],
        ...(textOf(request, "text") === undefined ? {} : { isSpeech: true }),
      };
    case "subtitle":
      return {
        kind: "subtitle",
        format: result.formats?.[0] === "ass" ? "ass" : "srt",
        durationSeconds: request.state.settings.switches.assumedInputSeconds,
      };
    case "voice":
      return planVoice(request);
    case "element":
      return planElement(request);
  }
}

/** Size of the image follows that of the input where the request says so. */
function planImage({ size }: InputFiles, result: ResultOutcome): ImagePlan {
  const { listed, group, segment } = result;
  return {
    kind: "image",
    ...imageSize(result, size),
    format: "png",
    ...(listed ? { listed } : {}),
    ...(group === undefined ? {} : { group }),
    ...(segment ? { segment } : {}),
  };
}

/** An avatar of 11.3 s of speech was 12.27 s long. @source LIVE 2026-09-20 */
const AVATAR_EXTRA_SECONDS = 0.97;

/** Whether a sound alone says how long the video is. */
const hasSpeech = (request: CreateRequest): boolean =>
  !request.session && (request.sound !== undefined || textOf(request, "sound_file") !== undefined);

function planVideo(request: CreateRequest, inputs: InputFiles, result: ResultOutcome): VideoPlan {
  const video = videoPartOf(request);
  if (video) {
    const { facts, row } = video;
    const followsInput = facts.videos.some(({ use }) => use === "base");
    const ofInput = assumedSeconds(facts, row, request.state.settings.switches);
    return {
      kind: "video",
      ...pictureSize(facts, inputs.size),
      durationSeconds: followsInput ? ofInput : (facts.durationSeconds ?? ofInput),
      hasAudio: facts.audio !== "off",
    };
  }
  const { parent, operation } = request;
  const { hasSound, seconds } = result;
  const session = sessionOf(request);
  if (session) return editedVideo(session);
  const source: VideoPlan = parent?.plan ?? {
    kind: "video",
    ...videoSize(result, inputs.size),
    durationSeconds:
      seconds ??
      scriptSeconds(request) ??
      inputSecondsOf(request) + (hasSpeech(request) ? AVATAR_EXTRA_SECONDS : 0),
    hasAudio: false,
  };
  const plan = operation.id === EXTENSION.operationId ? extended(source) : source;
  return { ...plan, hasAudio: hasSound ?? plan.hasAudio };
}

/** As large and as long as what was edited. INF */
const editedVideo = ({ id, widthPx, heightPx, durationSeconds }: EditSession): VideoPlan => ({
  kind: "video",
  widthPx,
  heightPx,
  durationSeconds,
  hasAudio: false,
  sessionId: id,
});

/** A person who speaks is heard to the end of the script. INF */
function scriptSeconds({ operation, check }: CreateRequest): number | undefined {
  const script = operation.id === talkingAgent.create.id ? check.facts?.prompt : undefined;
  return script === undefined ? undefined : speechSeconds(script);
}

const speechSeconds = (text: string): number =>
  Math.max(1, Math.round((text.length / CHARACTERS_PER_SECOND) * 10) / 10);

/** Characters that a voice reads in a second. INF from LIVE 2026-09-20 */
const CHARACTERS_PER_SECOND = 15;

/** Sound is as long as its video; speech follows its text. */
function audioSeconds(request: CreateRequest): number {
  const { parent, state } = request;
  if (parent) return parent.plan.durationSeconds;
  const text = textOf(request, "text");
  if (text === undefined) return state.settings.switches.assumedInputSeconds;
  return speechSeconds(text);
}
