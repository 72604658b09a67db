import { didYouMean, meantField } from "@klingkit/spec";
import { type KlingkitVideoError, requestInvalid } from "../video-error.ts";

/** An option that no video takes, with the one that was probably meant and all that there are. */
export function unknownOption(
  provider: "klingai" | "klingkit",
  name: string,
  known: readonly string[],
): KlingkitVideoError {
  const hint = didYouMean(meantField(name, known));
  return requestInvalid(
    `providerOptions.${provider}.${name} is no option of a video.${hint} Nothing was sent. Use ${known.join(", ")}.`,
  );
}
