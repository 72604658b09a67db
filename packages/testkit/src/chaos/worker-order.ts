/** What one worker process is told, as JSON in its first argument. */
export interface WorkerOrder {
  /** Path of a SQLite file, or a `postgres:` address. */
  readonly storeAddress: string;
  /** Of the emulator. */
  readonly baseUrl: string;
  readonly outputDir: string;
  /** Whose jobs are in the store. */
  readonly services: "kling" | "both";
  /** Off: each send has a new key, as with an ordinary queue that repeats its step. */
  readonly guard: "on" | "off";
  /** What the service takes for a video. */
  readonly generationMs: number;
  /** Tasks in flight that the engine is told of; absent: it has to learn. */
  readonly quota?: number;
}

export const CHAOS_API_KEY = "api-key-kling-chaos";

/** Stands between a job's key and what makes each send of an unguarded worker another one. */
export const RESEND_MARK = ".again-";
