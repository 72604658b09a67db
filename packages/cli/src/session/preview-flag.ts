import type { Flag } from "./flag.ts";

/** Of commands that end with files. */
export const PREVIEW_FLAG: Flag = ["--preview", "Show a picture of each file in the terminal"];
