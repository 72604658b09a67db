import { type CapabilityRow, inputVideoLimits, type VideoFacts } from "@klingkit/spec";
import type { ServiceSwitches } from "../switches.ts";

/** Length of an input video, which is never read: the assumed one, inside the limits of its use. */
export function assumedSeconds(
  facts: VideoFacts,
  row: CapabilityRow,
  { assumedInputSeconds }: Pick<ServiceSwitches, "assumedInputSeconds">,
): number {
  const { minSeconds, maxSeconds } = inputVideoLimits(facts, row);
  return Math.min(maxSeconds, Math.max(minSeconds, assumedInputSeconds));
}
