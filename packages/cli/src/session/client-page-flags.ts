import type { Flag } from "./flag.ts";
import { CLIENT_REPORT } from "./report-name.ts";

/** A report to send out of the house. */
export const CLIENT_PAGE_FLAGS: readonly Flag[] = [
  ["--for-client", `Write ${CLIENT_REPORT} with clips, length and ratio only`],
  ["--with-prompts", "Show prompts to the client, too"],
];
