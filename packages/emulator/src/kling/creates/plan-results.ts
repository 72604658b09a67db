import type { CapabilityRow, VideoFacts } from "@klingkit/spec";
import type { ResultPlan } from "../../media/index.ts";
import type { ServiceSwitches } from "../switches.ts";
import { assumedSeconds } from "./assumed-seconds.ts";
import { type InputFiles, sizeOfImage } from "./input-files.ts";
import { pictureSize } from "./picture-size.ts";

export interface ResultsRequest {
  readonly facts: VideoFacts;
  readonly row: CapabilityRow;
  readonly inputs: InputFiles;
  readonly switches: ServiceSwitches;
}

/** What a create will have made. */
export function planResults({ facts, row, inputs, switches }: ResultsRequest): readonly ResultPlan[] {
  const image = inputs.setsRatio && inputs.image ? sizeOfImage(inputs.image) : undefined;
  return [
    {
      kind: "video",
      ...pictureSize(facts, image),
      durationSeconds: secondsOf(facts, assumedSeconds(facts, row, switches)),
      hasAudio: facts.audio !== "off",
    },
  ];
}

function secondsOf(facts: VideoFacts, ofInput: number): number {
  const followsInput = facts.videos.some(({ use }) => use === "base");
  return followsInput ? ofInput : (facts.durationSeconds ?? ofInput);
}
