/** Name of this service on errors, handles and tasks. */
export const KLING = "kling";
