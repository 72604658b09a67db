/** States in which a task is news to its job: it runs, or it may have been bought although nothing was heard of it. */
export const OPEN_STATES: readonly string[] = ["submitting", "running", "unknown", "rejected", "canceled"];

/** States in which a file is news to it. */
export const FILE_STATES: readonly string[] = [...OPEN_STATES, "succeeded", "collected"];
