/** The jobs of a call. */
export interface BoughtCall {
  readonly key: string | undefined;
  readonly batch: string;
  /** In the order of the videos. */
  readonly jobIds: readonly string[];
  /** The jobs were there before. */
  readonly isContinued?: true | undefined;
}
