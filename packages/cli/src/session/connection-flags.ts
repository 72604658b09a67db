import type { Flag } from "./flag.ts";

export const PROFILE_FLAG: Flag = ["--profile <name>", "Profile of the config file (env: KLING_PROFILE)"];

/** Flags of every command that talks to a service. */
export const CONNECTION_FLAGS: readonly Flag[] = [
  PROFILE_FLAG,
  ["--region <region>", "Region of the account: global or cn (env: KLING_REGION)"],
  ["--base-url <url>", "URL of the service or an emulator (env: KLING_BASE_URL)"],
  ["--debug", "Write requests and responses to stderr (env: KLING_DEBUG=1)"],
  ["--log-file <file>", "Append requests and responses to a file (env: KLING_LOG_FILE)"],
];

export const JSON_FLAG: Flag = ["--json", "Print JSON, also on a terminal"];
