import { isPassing } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { hidePasswords } from "../errors/hide-passwords.ts";
import { toFailure } from "../failures/to-failure.ts";
import { type StoreOptions, storeAddress } from "../session/store-address.ts";
import type { OutputOptions } from "../terminal/output.ts";
import { explainStoreFailure } from "./open-store.ts";
import { createTroubleLines, diskCodeOf } from "./trouble-lines.ts";

/** What keeps jobs from going on and is tried again: a store that is away or full, and a full disk below the files. */
export interface Troubles {
  /** Never throws. */
  hear(error: unknown, jobId?: string): void;
  /** Of the store, heard in this time before now. */
  ofStore(withinMs: number): Promise<readonly string[]>;
  /** Tells nothing from now on, because a picture shows it; the function that is returned ends that. */
  mute(): () => void;
}

/** The last write of a run shows whether the store can be written. */
export const JUST_NOW_MS = 15_000;

/** Everything else has an event of its own. */
const isTold = (error: unknown): boolean => isPassing(error) || diskCodeOf(error) !== undefined;

export function createTroubles(deps: Deps, options: OutputOptions & StoreOptions): Troubles {
  const { clock } = deps;
  const tell = createTroubleLines(deps, options);
  const address = storeAddress(deps, options);
  const heard = new Map<string, number>();
  let isMuted = false;
  let explaining: Promise<void> = Promise.resolve();

  async function note(error: unknown, jobId: string | undefined): Promise<void> {
    const explained = await explainStoreFailure(address, error);
    if (isPassing(error)) {
      const { message } = toFailure(explained, new AbortController().signal);
      heard.set(hidePasswords(message), clock.nowMs());
    }
    if (!isMuted) tell(explained, jobId);
  }

  return {
    hear(error, jobId) {
      if (!isTold(error)) return;
      // In the order in which they came.
      explaining = explaining.then(() => note(error, jobId)).catch(() => undefined);
    },
    async ofStore(withinMs) {
      await explaining;
      const sinceMs = clock.nowMs() - withinMs;
      return [...heard].filter(([, atMs]) => atMs >= sinceMs).map(([message]) => message);
    },
    mute() {
      isMuted = true;
      return () => {
        isMuted = false;
      };
    },
  };
}
