/** Paths of a service's storage: files that clients upload. */
export const STORAGE_PREFIX = "/_storage/";
