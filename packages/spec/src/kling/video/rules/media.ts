import { judgeCallback, judgeImage, judgeVideo } from "../../check/common-rules.ts";
import { VIDEO_MEDIA_RULES } from "../../media/video-media-rules.ts";
import { inputVideoRule } from "../input-video.ts";
import type { VideoRule } from "./rule.ts";

/**
 * Base64 must be bare; videos are URLs. What a URL leads to is found out by the service only after it accepted the task:
 * a client looks at the bytes that it sends, and at what an address says.
 */
export const mediaRule: VideoRule = ({ facts, row, common }) => {
  const imageRule = VIDEO_MEDIA_RULES[row.imageRule];
  const { firstFrame, lastFrame, motionImage, staticMask, referenceImages, dynamicMasks } = facts;
  const images = [firstFrame, lastFrame, motionImage, staticMask, ...referenceImages, ...dynamicMasks];
  for (const image of images) if (image) judgeImage(common, image, imageRule);
  const videoRule = inputVideoRule(facts, row);
  for (const video of [facts.motionVideo, ...facts.videos]) if (video) judgeVideo(common, video, videoRule);
};

export const callbackRule: VideoRule = ({ facts, paths, common }) =>
  judgeCallback(common, paths.callbackUrl, facts.callbackUrl);
