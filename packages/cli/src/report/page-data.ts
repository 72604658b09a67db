/** What the page holds for its script beside what it shows. */
export interface PageData {
  /** By the ID of the card: that of its job. */
  readonly jobs: Readonly<Record<string, PageJob>>;
  /** In words, by name. */
  readonly settings: readonly Readonly<Record<string, string>>[];
}

export interface PageJob {
  /** ID of the job, where the card has another one: a further image of the job. */
  readonly job?: string;
  /** Which of the settings. */
  readonly settings: number;
  /** Absent in a page for a client, as the hash is. */
  readonly cost?: string;
  /** Of the first file of the card; empty without one. */
  readonly sha256?: string;
  /** Name of the first file of the card; absent where the page shows none. */
  readonly file?: string;
  /** Earlier takes, newest first; absent: none. */
  readonly earlier?: readonly PageTake[];
}

export interface PageTake extends PageJob {
  /** `2026-11-29 06:31 UTC`. */
  readonly time: string;
  readonly kind: string;
  readonly prompt: string;
}
