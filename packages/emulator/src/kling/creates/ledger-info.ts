import { isVideoOperation } from "@klingkit/spec";
import { type CreateRequest, videoPartOf } from "./create-request.ts";

/** Name of the key where the caller gave none. */
const DEFAULT_KEY_NAME = "default";

/** What the account's ledgers say of a task beside amounts. Fields of videos are left out elsewhere. INF */
export function ledgerInfoOf(request: CreateRequest): Readonly<Record<string, unknown>> {
  const { caller, operation } = request;
  const video = videoPartOf(request);
  return {
    api_key_name: caller.keyName ?? DEFAULT_KEY_NAME,
    product_function: isVideoOperation(operation)
      ? titleCase(operation.capability)
      : (FUNCTIONS[operation.product] ?? titleCase(lastSegment(operation.product))),
    ...(video
      ? {
          resolution: video.facts.resolution,
          refer_video_input: video.facts.videos.length > 0 || video.facts.motionVideo !== undefined,
          video_sound: video.facts.audio,
          voice_control: video.facts.voices.length > 0,
        }
      : {}),
  };
}

/** Only `Image to Video` is documented; the others follow its form. INF */
const FUNCTIONS: Readonly<Record<string, string>> = {
  "images/generations": "Image Generation",
  "audio/tts": "TTS",
};

const lastSegment = (product: string): string => product.slice(product.lastIndexOf("/") + 1);

/** `image-to-video` becomes `Image to Video`. */
const titleCase = (words: string): string =>
  words
    .split("-")
    .map((word) => (word === "to" ? word : `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`))
    .join(" ");
