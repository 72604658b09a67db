/** Name of the service in fault rules. */
export const KLING = "kling";
