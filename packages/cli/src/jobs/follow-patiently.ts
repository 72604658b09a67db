import { isPassing } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import type { View } from "./run-input.ts";

const LOOK_AGAIN_MS = 1000;

/** A store that is away for a while stops the picture, not the work. */
export async function followPatiently(
  { clock }: Deps,
  view: Pick<View, "follow">,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      return await view.follow(signal);
    } catch (error) {
      if (!isPassing(error)) throw error;
      await clock.sleep(LOOK_AGAIN_MS, signal).catch(() => undefined);
    }
  }
}
