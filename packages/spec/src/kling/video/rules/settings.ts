import {
  type AudioMode,
  type CapabilityRow,
  describeCondition,
  describeDurations,
  type Resolution,
} from "../../facts/capability.ts";
import { meets, type VideoRule } from "./rule.ts";

export const durationRule: VideoRule = ({ facts, row, refuse, warn }) => {
  const { durationSeconds, firstFrame, lastFrame, referenceImages, videos } = facts;
  if (row.durationsSeconds === null || durationSeconds === undefined) return;
  const isFrameOnly = firstFrame && !lastFrame && referenceImages.length === 0 && videos.length === 0;
  const allowed = (isFrameOnly && row.firstFrameOnlyDurationsSeconds) || row.durationsSeconds;
  if (allowed.includes(durationSeconds)) {
    const usual = row.firstFrameOnlyDurationsSeconds;
    if (!usual || usual.includes(durationSeconds) || referenceImages.length > 0 || videos.length > 0) return;
    warn({
      rule: "duration-unusual",
      at: "duration",
      message: `one document lists only ${describeDurations(usual)} seconds here, so ${durationSeconds} may be refused.`,
    });
    return;
  }
  refuse({
    rule: "duration",
    at: "duration",
    message: `${row.model} makes ${describeDurations(allowed)} seconds${isFrameOnly ? " from a first frame" : ""}, not ${durationSeconds}.`,
    subject: durationSeconds,
    allowed,
  });
};

/** Of a resolution that a model does not make. */
export const resolutionFault = ({ model, resolutions: allowed }: CapabilityRow, resolution: Resolution) =>
  ({
    rule: "resolution",
    message: `${model} makes ${allowed.join(", ")}, not ${resolution}.`,
    subject: resolution,
    allowed,
  }) as const;

export const resolutionRule: VideoRule = ({ facts, row, refuse }) => {
  if (row.resolutions.includes(facts.resolution)) return;
  refuse({ at: "resolution", ...resolutionFault(row, facts.resolution) });
};

/** Of audio that a model does not make. */
export const audioFault = (
  { model, audio: allowed }: Pick<CapabilityRow, "model" | "audio">,
  audio: AudioMode,
) =>
  ({
    rule: "audio",
    message: `${model} takes audio ${allowed.join(" or ")}, not ${audio}.`,
    subject: audio,
    allowed,
  }) as const;

export const audioRule: VideoRule = ({ facts, row, refuse }) => {
  const { audio } = facts;
  if (!row.audio.includes(audio)) {
    refuse({ at: "audio", ...audioFault(row, audio) });
    return;
  }
  const when = row.nativeAudioWhen;
  if (audio !== "native" || !when || meets(when, facts)) return;
  refuse({
    rule: "audio-condition",
    at: "audio",
    message: `${row.model} makes audio only at ${describeCondition(when)}.`,
  });
};

export const originalSoundRule: VideoRule = ({ facts, row, refuse }) => {
  if (facts.audio !== "original" || row.hasMotion || !row.audio.includes("original")) return;
  if (facts.videos.length > 0) return;
  refuse({
    rule: "audio-original",
    at: "audio",
    message: "there is no input video whose audio could be kept. Use off.",
  });
};

export const classicControlsRule: VideoRule = ({ facts, row, warn }) => {
  if (facts.cfgScale !== undefined && !row.hasCfgScale) {
    warn({ rule: "cfg-scale-ignored", at: "cfgScale", message: `${row.model} ignores it.` });
  }
};

/** Documents disagree whether the ratio is required; the vendor's own sample omits it, so it is a remark. */
export const aspectRatioRule: VideoRule = ({ facts, row, family, warn }) => {
  const isAsked = facts.asked.has("aspectRatio");
  if (row.aspectRatios === null) {
    if (isAsked) {
      warn({
        rule: "aspect-ratio-ignored",
        at: "aspectRatio",
        message: "without effect: the input decides.",
      });
    }
    return;
  }
  const isOmni = row.firstFrame === "optional";
  if (!isOmni || isAsked || facts.firstFrame) return;
  // The standard page exempts every reference video, the legacy page only an edited one.
  const decides = facts.videos.some(({ use }) => family === "standard" || use === "base");
  if (decides) return;
  warn({ rule: "aspect-ratio-default", at: "aspectRatio", message: "not given; the service assumes 16:9." });
};
