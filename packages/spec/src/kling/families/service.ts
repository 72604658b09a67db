/** Accounts and keys are bound to a region. @source DOC 2026-09; LIVE 2026-08-26 */
export type Region = "global" | "cn";

export const KLING_BASE_URLS: Readonly<Record<Region, string>> = {
  global: "https://api-singapore.klingai.com",
  cn: "https://api-beijing.klingai.com",
};

/** Old global host: answers `/v1` and `/account`, but 404 HTML on `/tasks`. @source LIVE 2026-08-26, 2026-09-28 */
export const KLING_OLD_BASE_URL = "https://api.klingai.com";

/** Where a person makes an API key. @source DOC 2026-09 */
export const KLING_KEY_PAGE = "https://kling.ai/dev/api-key";

/** Prefix of every API key. @source LIVE 2026-08-26 */
export const API_KEY_PREFIX = "api-key-kling-";

/** JWT claims, in seconds around now. @source DOC 2026-09 authentication page */
export const JWT_LIFETIME_SECONDS = 1800;
export const JWT_NOT_BEFORE_SECONDS = 5;

/** Result files, ids and links are purged this many days after creation. @source DOC 2026-09 */
export const RETENTION_DAYS = 30;

/**
 * A webhook secret signs on for so long after it was replaced; at once no more after an emergency rotation, or when it is deleted.
 * @source DOC 2026-09 callbacks page
 */
export const WEBHOOK_SECRET_OVERLAP_DAYS = 7;

/** The console sends at most one test callback in this time. @source DOC 2026-09 callbacks page */
export const TEST_CALLBACK_PAUSE_SECONDS = 6;

/** A fresh task may not be visible to a direct read for this long. @source seed 002 */
export const VISIBILITY_DELAY_SECONDS = 30;

/** Default in-flight tasks per account × model version × pack type. @source LIVE (trial pack `…-5Con-…`) */
export const DEFAULT_CONCURRENCY = { trial: 5, standard: 20 } as const;

/** Calls per second that `/account/costs` asks for. @source DOC 2026-09 */
export const ACCOUNT_COSTS_MAX_PER_SECOND = 1;

/** `GET /tasks`: ids per request. @source LIVE 2026-09-20 */
export const TASKS_GET_MAX_IDS = 20;

/** `GET /solutions`: ids per request; `POST /solutions`: tasks per page, and also the most. @source DOC 2026-10 */
export const SOLUTIONS_GET_MAX_IDS = 20;
export const SOLUTIONS_LIST_LIMIT = 500;

/** Page sizes of the list reads. @source DOC 2026-09 (`/tasks`), DOC-OLD (`/v1`) */
export const TASKS_LIST_LIMIT = { default: 100, max: 500 } as const;
export const LEGACY_PAGE_NUMBER = { min: 1, max: 1000, default: 1 } as const;
export const LEGACY_PAGE_SIZE = { min: 1, max: 500, default: 30 } as const;

/** Paths that existed and now refuse every call. @source LIVE 2026-09-28 */
export const RETIRED_PATHS: readonly string[] = ["/v1/videos/multi-image2video"];

/** Second spellings of paths that the service also answers. @source LIVE 2026-09-28 */
export const PATH_ALIASES: Readonly<Record<string, string>> = {
  "/omni-video/kling-v3-omni": "/omni-video/kling-3.0-omni",
};

/** Time that observed generations took, by model, or by product where there is none: `clipSeconds` of it in `generationMs`. @source LIVE 2026-09-20 */
export const OBSERVED_GENERATIONS: Readonly<
  Record<string, { readonly clipSeconds: number; readonly generationMs: number }>
> = {
  "kling-3.0-turbo": { clipSeconds: 3, generationMs: 28_000 },
  "kling-3.0-omni": { clipSeconds: 3, generationMs: 83_000 },
  "kling-2.5-turbo": { clipSeconds: 5, generationMs: 50_000 },
  "general/custom-voices": { clipSeconds: 5, generationMs: 9_000 },
  "general/advanced-custom-elements": { clipSeconds: 5, generationMs: 5_000 },
};

/** A task with too small an image fails this long after it was accepted. @source LIVE (about 1.6 s) */
export const PIXEL_CHECK_MS = 1600;

/** Envelope code and message of an accepted call. @source LIVE */
export const SUCCESS_CODE = 0;
export const SUCCESS_MESSAGE = "SUCCEED";
