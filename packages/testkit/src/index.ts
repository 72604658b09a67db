export const PLACEHOLDER = "replaced before the first release";
