/** What the caller may have set wrong, in a sentence, if anything catches the eye. */
export interface Hints {
  readonly key: () => string | undefined;
  readonly address: () => string | undefined;
}
