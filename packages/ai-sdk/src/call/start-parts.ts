import { setImmediate } from "node:timers/promises";
import { requestInvalid } from "../video-error.ts";
import { intentKeyOf } from "./intent-key.ts";

interface StartOf {
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  readonly providerOptions: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
}

/**
 * Finds the parts into which `generateVideo` splits a call (`maxVideosPerCall`) where it polls or waits for a webhook. Nothing
 * distinguishes such a part from a repeated call: as a part it must buy a video of its own, as a repeated call none. So starts
 * of one key that come at once are refused; a repeated call comes later, and continues.
 */
export function createStartCheck() {
  const arriving = new Map<string, { starts: number }>();
  /** Throws KlingkitVideoError `request_invalid` where the start is one of several parts under one key. */
  return async ({ headers, providerOptions }: StartOf): Promise<void> => {
    const key = intentKeyOf({ option: providerOptions["klingkit"]?.["key"], headers, part: 0 });
    const together = arriving.get(key) ?? { starts: 0 };
    arriving.set(key, together);
    together.starts += 1;
    await setImmediate();
    arriving.delete(key);
    if (together.starts > 1)
      throw requestInvalid(
        `Several starts with the key ${JSON.stringify(key)} would return one video. Nothing was sent. Leave out maxVideosPerCall, or poll and webhook.`,
      );
  };
}
