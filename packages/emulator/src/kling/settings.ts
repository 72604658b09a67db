import type { KeyOption } from "../world/accounts/account-options.ts";
import type { GenerationTime } from "../world/tasks/generation-time.ts";
import type { TransitionMode } from "../world/tasks/transition-mode.ts";
import type { ServiceSwitches } from "./switches.ts";

/** Settings of the Kling service. */
export interface KlingSettings {
  readonly keys: readonly KeyOption[];
  /** In-flight tasks per account and model; undefined: as the packs say. */
  readonly concurrency?: number | undefined;
  readonly webhookSecrets?: readonly string[];
  readonly allowsRetiredModels: boolean;
  readonly isStrict: boolean;
  readonly fetch: typeof fetch;
  readonly durations?: Readonly<Record<string, GenerationTime>>;
  readonly transitions: TransitionMode;
  readonly switches: ServiceSwitches;
  readonly onError: (error: unknown) => void;
}
