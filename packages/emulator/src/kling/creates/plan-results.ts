import type { ResultOutcome } from "@klingkit/spec";
import { sizeOfImage } from "../../inputs/image-size.ts";
import type { ImagePlan, ResultPlan, VideoPlan } from "../../media/index.ts";
import { assumedSeconds } from "./assumed-seconds.ts";
import { madeResults } from "./cost.ts";
import { type CreateRequest, textOf, videoPartOf } from "./create-request.ts";
import type { InputFiles } from "./input-files.ts";
import { imageSize, pictureSize, videoSize } from "./picture-size.ts";
import { planElement, planVoice } from "./plan-library.ts";
import { EXTENSION, extended } from "./video-extend.ts";

/** What a create will have made: by the kinds of its outcome, in its order. */
export function planResults(request: CreateRequest, inputs: InputFiles): readonly ResultPlan[] {
  const results = madeResults(request);
  return results.flatMap((result) => planResult(request, inputs, result));
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
        formats: result.formats ?? ["mp3"],
      };
    case "voice":
      return planVoice(request);
    case "element":
      return planElement(request);
  }
}

/** Size of the image follows that of the input where the request says so. */
function planImage({ image }: InputFiles, result: ResultOutcome): ImagePlan {
  const { listed, group, segment } = result;
  return {
    kind: "image",
    ...imageSize(result, image && sizeOfImage(image)),
    format: "png",
    ...(listed ? { listed } : {}),
    ...(group === undefined ? {} : { group }),
    ...(segment ? { segment } : {}),
  };
}

function planVideo(request: CreateRequest, inputs: InputFiles, result: ResultOutcome): VideoPlan {
  const video = videoPartOf(request);
  if (video) {
    const { facts, row } = video;
    const image = inputs.setsRatio && inputs.image ? sizeOfImage(inputs.image) : undefined;
    const followsInput = facts.videos.some(({ use }) => use === "base");
    const ofInput = assumedSeconds(facts, row, request.state.settings.switches);
    return {
      kind: "video",
      ...pictureSize(facts, image),
      durationSeconds: followsInput ? ofInput : (facts.durationSeconds ?? ofInput),
      hasAudio: facts.audio !== "off",
    };
  }
  const { parent, operation, state } = request;
  const { hasSound, seconds } = result;
  const source: VideoPlan = parent?.plan ?? {
    kind: "video",
    ...videoSize(result, inputs.image && sizeOfImage(inputs.image)),
    durationSeconds: seconds ?? state.settings.switches.assumedInputSeconds,
    hasAudio: false,
  };
  const plan = operation.id === EXTENSION.operationId ? extended(source) : source;
  return { ...plan, hasAudio: hasSound ?? plan.hasAudio };
}

/** Characters that a voice reads in a second. INF from LIVE 2026-09-20 */
const CHARACTERS_PER_SECOND = 15;

/** Sound is as long as its video; speech follows its text. */
function audioSeconds(request: CreateRequest): number {
  const { parent, state } = request;
  if (parent) return parent.plan.durationSeconds;
  const text = textOf(request, "text");
  if (text === undefined) return state.settings.switches.assumedInputSeconds;
  return Math.max(1, Math.round((text.length / CHARACTERS_PER_SECOND) * 10) / 10);
}
