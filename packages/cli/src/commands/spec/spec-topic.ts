/** One topic of the live spec. */
export interface SpecTopic {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** Markdown without the title. */
  readonly text: string;
}
