/** What is put in the place of a need: the address of a file, the id of a result or of a task, or an image of a last frame. */
export type NeedForm = "link" | "id" | "task-id" | "last-frame";
