import type { Callback } from "../follow/inbox.ts";

/** Where callbacks come from. The engine names its address to the service, and hears of each that was kept. */
export interface CallbackSource {
  /** Address that the service can reach; it goes into every create. */
  readonly url: string;
  /** Calls `ring` after each new callback was kept in the store. Resolves with what ends it. */
  subscribe(ring: () => void): () => void;
}

/** Takes one callback that was judged believable enough to cause a read. False for a repetition. */
export type TakeCallback = (callback: Callback) => Promise<boolean>;
