import type { RuleId } from "../../check/rule-ids.ts";
import { describeCondition, type ReferenceLimits } from "../../facts/capability.ts";
import { meets, type VideoRule, type VideoRuleScope } from "./rule.ts";

function refuseReferences(
  scope: VideoRuleScope,
  at: "elements" | "referenceImages" | "voices" | "video",
  rule: RuleId,
  message: string,
): void {
  scope.refuse({ rule, at, message });
}

export const elementRule: VideoRule = (scope) => {
  const { facts, row } = scope;
  const { elements, firstFrame } = facts;
  if (elements.length > row.maxElements) {
    refuseReferences(
      scope,
      "elements",
      "elements",
      row.maxElements === 0
        ? `${row.model} takes no elements.`
        : `${elements.length} elements; at most ${row.maxElements} pass.`,
    );
    return;
  }
  if (firstFrame && elements.length > MAX_ELEMENTS_WITH_FRAME) {
    refuseReferences(
      scope,
      "elements",
      "elements-with-frame",
      `${elements.length} elements beside a frame; at most ${MAX_ELEMENTS_WITH_FRAME} pass.`,
    );
  }
  if (elements.length > 0 && facts.voices.length > 0) {
    refuseReferences(scope, "elements", "elements-or-voices", "elements and voices exclude each other.");
  }
};

/** Elements beside a first frame. @source DOC 2026-09 */
const MAX_ELEMENTS_WITH_FRAME = 3;

export const voiceRule: VideoRule = (scope) => {
  const { facts, row } = scope;
  const count = facts.voices.length;
  if (count === 0) return;
  if (count > row.maxVoices) {
    refuseReferences(
      scope,
      "voices",
      "voices",
      row.maxVoices === 0
        ? `${row.model} takes no voices.`
        : `${count} voices; at most ${row.maxVoices} pass.`,
    );
    return;
  }
  if (row.voicesWhen && !meets(row.voicesWhen, facts)) {
    refuseReferences(
      scope,
      "voices",
      "voices-condition",
      `voices need ${describeCondition(row.voicesWhen)}.`,
    );
  }
};

export const videoRule: VideoRule = (scope) => {
  const { facts, row, refuse } = scope;
  const { videos } = facts;
  const [video, second] = videos;
  if (!video) return;
  if (second) {
    refuseReferences(scope, "video", "video-count", "at most one video passes.");
    return;
  }
  if (!row.videoUses.includes(video.use)) {
    refuseReferences(scope, "video", "video-use", `${row.model} takes no ${video.use} video.`);
    return;
  }
  const takesItsSound = video.use === "base" || scope.family === "legacy";
  if (facts.audio === "native" || (facts.audio === "original" && !takesItsSound)) {
    const allowed = takesItsSound ? "original or off" : "off, or original with family legacy";
    refuse({
      rule: "audio-with-video",
      at: "audio",
      message: `with a ${video.use} video it may only be ${allowed}.`,
      subject: facts.audio,
    });
  }
  if (video.use === "base") baseVideo(scope);
  else featureVideo(scope);
};

function baseVideo(scope: VideoRuleScope): void {
  const { facts, refuse } = scope;
  for (const frame of [facts.firstFrame, facts.lastFrame]) {
    if (!frame) continue;
    refuse({
      rule: "frame-with-base-video",
      at: { path: frame.path },
      message: "a video that is edited takes no frames.",
    });
  }
  if (!facts.isMultiShot) return;
  refuse({
    rule: "multi-shot-with-base-video",
    at: "multiShot",
    message: "a video that is edited has one shot.",
  });
}

function featureVideo({ facts, row, family, refuse }: VideoRuleScope): void {
  const limits = row.references;
  if (facts.lastFrame && limits?.isExclusiveWithBothFrames) {
    refuse({
      rule: "last-frame-with-feature-video",
      at: { path: facts.lastFrame.path },
      message: "a feature video may have a first frame, not a last frame.",
    });
  }
  const isSwitchedOff =
    family === "standard" &&
    row.multiShotDefault !== null &&
    facts.asked.has("multiShot") &&
    !facts.isMultiShot;
  if (isSwitchedOff) {
    refuse({
      rule: "multi-shot-with-feature-video",
      at: "multiShot",
      message: "with a feature video it may only be true. Leave it out.",
      subject: false,
    });
  }
  if (family === "legacy" && facts.isMultiShot && facts.shotType !== "intelligence") {
    refuse({
      rule: "shot-type-with-feature-video",
      at: "shotType",
      message: "with a feature video it may only be intelligence.",
      subject: facts.shotType,
    });
  }
}

/** The count matrix of reference images and elements. @source DOC 2026-09, matrix of the 3.0 Omni page */
export const referenceCountRule: VideoRule = (scope) => {
  const { facts, row, elementKind } = scope;
  const limits = row.references;
  if (!limits) return;
  const kinds = facts.elements.map(({ value }) => elementKind(value) ?? "image");
  const videoElements = kinds.filter((kind) => kind === "video").length;
  const others = facts.referenceImages.length + kinds.length - videoElements;
  const counts = { videoElements, others, referenceImages: facts.referenceImages.length };
  if (facts.videos.length > 0) countsWithVideo(scope, limits, counts);
  else countsWithoutVideo(scope, limits, counts);
  bothFrames(scope, limits, counts.others + videoElements);
};

interface Counts {
  readonly videoElements: number;
  readonly others: number;
  readonly referenceImages: number;
}

const placeOf = ({ facts }: VideoRuleScope) =>
  facts.referenceImages.length > 0 ? "referenceImages" : "elements";

function countsWithVideo(
  scope: VideoRuleScope,
  limits: ReferenceLimits,
  { videoElements, others }: Counts,
): void {
  if (videoElements > limits.maxVideoElementsWithVideo || (videoElements > 0 && others > 0)) {
    refuseReferences(
      scope,
      "elements",
      "references-with-video",
      `beside a video at most ${limits.maxVideoElementsWithVideo} video-character elements pass, and then nothing else.`,
    );
  } else if (others > limits.maxWithVideo) {
    refuseReferences(
      scope,
      placeOf(scope),
      "references-with-video",
      `${others} images and elements beside a video; at most ${limits.maxWithVideo} pass.`,
    );
  }
}

function countsWithoutVideo(
  scope: VideoRuleScope,
  limits: ReferenceLimits,
  { videoElements, others }: Counts,
): void {
  if (videoElements > limits.maxVideoElements) {
    refuseReferences(
      scope,
      "elements",
      "video-elements",
      limits.maxVideoElements === 0
        ? `${scope.row.model} takes multi-image elements only.`
        : `${videoElements} video-character elements; at most ${limits.maxVideoElements} pass.`,
    );
  }
  const max = videoElements > 0 ? limits.maxBesideVideoElements : limits.maxWithoutVideo;
  if (others > max) {
    refuseReferences(
      scope,
      placeOf(scope),
      "references",
      `${others} images and elements; at most ${max} pass.`,
    );
  }
}

function bothFrames(scope: VideoRuleScope, limits: ReferenceLimits, references: number): void {
  const { facts } = scope;
  if (!limits.isExclusiveWithBothFrames || !facts.lastFrame || references === 0) return;
  refuseReferences(
    scope,
    placeOf(scope),
    "references-with-frames",
    "first and last frame together exclude images and elements.",
  );
}
