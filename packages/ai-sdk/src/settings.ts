import type { EngineOptions, Store } from "@klingkit/engine";

/** How videos reach the caller. */
export type Delivery =
  /** As a file in `outputDir`; its path is in `providerMetadata.klingkit`. No bytes are held in memory. */
  | "uploaded"
  /** As bytes. */
  | "binary"
  /** As the service's link, which `generateVideo` downloads. */
  | "url";

/** What a call may spend without a person. */
export interface SpendingPolicy {
  /** Label under which the calls are counted together. Default `ai-sdk`. */
  readonly purpose?: string;
  /** Units that one call may cost at most, over its `n` videos. Default 50 (US$ 7.00): any single video. null: no limit. */
  readonly maxUnitsPerCall?: number | null;
  /** Units per day (UTC) over the whole account. Default: no limit. */
  readonly maxUnitsPerDay?: number;
  /**
   * `within-budget` (default): a call is the approval of what it costs, up to the limits. `always-ask`: each plan needs the
   * approval of a person (on a terminal, in the studio or by a policy file), and a call without one throws `approval_required`, also
   * at an emulator, where nothing is charged.
   */
  readonly approval?: "within-budget" | "always-ask";
}

/** Settings of a provider. All are optional; nothing is read or opened before the first call. */
export interface KlingkitProviderSettings {
  /** Default: `KLING_API_KEY` or `KLINGAI_API_KEY`. */
  readonly apiKey?: string;
  /** With `secretKey`, in place of an API key. Default: `KLING_ACCESS_KEY` or `KLINGAI_ACCESS_KEY`. */
  readonly accessKey?: string;
  readonly secretKey?: string;
  /**
   * Name under which jobs are kept, so that a new key of the same account finds them. Default: `KLING_ACCOUNT` where the key is
   * that of the environment, else the host and a digest of the key.
   */
  readonly account?: string;
  /** Default: `KLING_BASE_URL`, or the service's address of the region. Plain http to another machine needs `KLING_ALLOW_HTTP=1`. */
  readonly baseURL?: string;
  /** Sent with every request to the service. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Used for requests and downloads. */
  readonly fetch?: typeof fetch;
  /**
   * Hosts or origins to download videos from although they are not public https, such as `http://10.0.0.7:8787` of an emulator on
   * another machine. An emulator of this machine needs none. Default: the hosts of `KLING_ALLOW_HOSTS`.
   */
  readonly allowedOrigins?: readonly string[];
  /** Path of a SQLite file, a `postgres://` address, or an open store, which stays yours to close. Default: `KLING_STORE`, or the file of the `kling` command. */
  readonly store?: string | Store;
  /** Where videos are kept. Default: the folder `videos` beside the store's file, or in the data folder of the `kling` command. */
  readonly outputDir?: string;
  /** Default: `uploaded` for `ai` 7.0.163 and later, else `binary`, because earlier versions discard uploaded videos. */
  readonly deliver?: Delivery;
  readonly policy?: SpendingPolicy;
  /** Tasks that your account runs at once, per model. Default: detected. */
  readonly concurrency?: number;
  /** `refuse` (default): a retired model is refused, and the error names a living one. `replace`: that one is used, with a warning and its price. */
  readonly retiredModels?: "refuse" | "replace";
  /** Settings of the engine beneath, and seams for tests. */
  readonly engine?: Partial<
    Pick<
      EngineOptions,
      | "clock"
      | "random"
      | "timing"
      | "slots"
      | "width"
      | "collector"
      | "callbacks"
      | "approvals"
      | "requiresApproval"
      | "onError"
      | "telemetry"
    >
  >;
}

export const DEFAULT_PURPOSE = "ai-sdk";
/** More than the dearest single video: 15 s of Kling 3.0 in 4k are 45 units. */
export const DEFAULT_MAX_UNITS_PER_CALL = 50;
