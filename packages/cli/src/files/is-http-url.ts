/** True for an address that is fetched, not a path. */
export const isHttpUrl = (text: string): boolean => /^https?:\/\//i.test(text);
