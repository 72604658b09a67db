/**
 * Cards, or rows of the timeline, that a browser builds, lays out and loads all at once, so that a picture of the whole page has them.
 * Those of a page with more wait until they come near.
 */
export const MOST_AT_ONCE = 60;
