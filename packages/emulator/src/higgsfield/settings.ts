import {
  CURRENT_ERA,
  type EraId,
  EXAMPLE_CONCURRENCY,
  EXPIRES_AFTER_SECONDS,
} from "@klingkit/spec/higgsfield";
import type { KeyOption } from "../world/accounts/account-options.ts";
import type { GenerationTime } from "../world/tasks/generation-time.ts";
import type { TransitionMode } from "../world/tasks/transition-mode.ts";
import { DEFAULT_HIGGSFIELD_SWITCHES, type HiggsfieldSwitches } from "./switches.ts";

/** What only Higgsfield has. */
export interface HiggsfieldOptions {
  /** Which documented behaviour of the service: see `ERAS` of `@klingkit/spec/higgsfield`. Default: the current one. */
  readonly era?: EraId;
  /** Funds of every account, US$. Default: unlimited. */
  readonly balanceUsd?: number;
  /** Requests that run at a time, per account. Default: `concurrency` of the emulator, else 4, the number in the service's own example. */
  readonly concurrency?: number;
  /** Requests that may wait, as a multiple of the concurrency. The service has such a limit; the number is ours. Default 4. */
  readonly queueFactor?: number;
  /** How long results are kept, seconds, as an account can set it: 3600 to 604800. Default 604800. */
  readonly retentionSeconds?: number;
  /** Endpoints that an account cannot use now, with the HTTP status that they answer. */
  readonly refusedModels?: Readonly<Record<string, 404 | 423 | 503>>;
  /** Choices where the service's behaviour is not known. */
  readonly switches?: Partial<HiggsfieldSwitches>;
}

/** Settings of the Higgsfield service. */
export interface HiggsfieldSettings {
  readonly era: EraId;
  readonly balanceUsd: number | undefined;
  readonly concurrency: number;
  readonly queueFactor: number;
  readonly retentionSeconds: number;
  readonly refusedModels: Readonly<Record<string, 404 | 423 | 503>>;
  readonly switches: HiggsfieldSwitches;
  readonly keys: readonly KeyOption[];
  readonly webhookSecrets: readonly string[];
  /** Lets endpoints run that the current era has retired. */
  readonly allowsRetiredModels: boolean;
  readonly isStrict: boolean;
  readonly fetch: typeof fetch;
  readonly durations: Readonly<Record<string, GenerationTime>>;
  readonly transitions: TransitionMode;
  readonly onError: (error: unknown) => void;
}

const DEFAULT_QUEUE_FACTOR = 4;

/** Settings that the services of an emulator share. */
export type SharedSettings = Pick<
  HiggsfieldSettings,
  "keys" | "allowsRetiredModels" | "isStrict" | "fetch" | "transitions" | "onError"
> &
  Partial<Pick<HiggsfieldSettings, "webhookSecrets" | "durations">> & {
    readonly concurrency?: number | undefined;
  };

export function higgsfieldSettings(options: HiggsfieldOptions, shared: SharedSettings): HiggsfieldSettings {
  const {
    keys,
    webhookSecrets = [],
    allowsRetiredModels,
    isStrict,
    fetch,
    durations = {},
    transitions,
    onError,
  } = shared;
  return {
    era: options.era ?? CURRENT_ERA,
    balanceUsd: options.balanceUsd,
    concurrency: options.concurrency ?? shared.concurrency ?? EXAMPLE_CONCURRENCY,
    queueFactor: options.queueFactor ?? DEFAULT_QUEUE_FACTOR,
    retentionSeconds: options.retentionSeconds ?? EXPIRES_AFTER_SECONDS.maximum,
    refusedModels: options.refusedModels ?? {},
    switches: { ...DEFAULT_HIGGSFIELD_SWITCHES, ...options.switches },
    keys,
    webhookSecrets,
    allowsRetiredModels,
    isStrict,
    fetch,
    durations,
    transitions,
    onError,
  };
}
