// What voices and elements of the account's library have in common. @source DOC 2026-10

/** Longest name of a voice or an element. */
export const NAME_MAX_CHARACTERS = 20;

/** Most voices per page. @source DOC 2026-10; the copy of 2026-02 says 500 */
export const VOICES_MAX_PAGE_SIZE = 1000;
