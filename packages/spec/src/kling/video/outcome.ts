import type { Outcome } from "../../operation/outcome.ts";
import type { CapabilityRow } from "../facts/capability.ts";
import { poolOf } from "../facts/pools.ts";
import type { VideoFacts } from "./facts.ts";

/** One video; its length is unknown where it follows an input video. */
export function videoOutcome(facts: VideoFacts, row: CapabilityRow): Outcome {
  const { durationSeconds, aspectRatio, resolution, audio } = facts;
  return {
    results: [
      {
        kind: "video",
        ...(durationSeconds === undefined ? {} : { seconds: durationSeconds }),
        ...(aspectRatio === undefined ? {} : { aspectRatio }),
        resolution,
        hasSound: audio !== "off",
      },
    ],
    slots: 1,
    pool: poolOf("video", row.model),
  };
}
