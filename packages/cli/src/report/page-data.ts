/** What the page holds for its script beside what it shows. */
export interface PageData {
  /** By ID. */
  readonly jobs: Readonly<Record<string, PageJob>>;
  /** In words, by name. */
  readonly settings: readonly Readonly<Record<string, string>>[];
}

export interface PageJob {
  /** Which of the settings. */
  readonly settings: number;
  readonly cost: string;
  /** Of the first file; empty without one. */
  readonly sha256: string;
}
