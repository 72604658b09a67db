/** Code of the error of a voice or element that was deleted at the service, and of a request that was refused because of it. */
export const ENTRY_GONE = "entry_gone";
