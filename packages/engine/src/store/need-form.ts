/** What is put in the place of a need: the address of a file, the id of a result or of a task, or an image of a last frame. */
export type NeedForm = "link" | "id" | "task-id" | "last-frame";

/** In place of a result's number: the one that there is. Where there are several, nothing is sent, and one must be named. */
export const ONLY_RESULT = 0;
