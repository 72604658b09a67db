import type { Flag } from "./flag.ts";

/** A report to send out of the house. */
export const CLIENT_PAGE_FLAGS: readonly Flag[] = [
  ["--for-client", "Write a report with clips, length and ratio only"],
  ["--with-prompts", "Show prompts to the client, too"],
];
