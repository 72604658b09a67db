import type { Flag } from "./flag.ts";

/** Flags of every command that talks to a service. */
export const CONNECTION_FLAGS: readonly Flag[] = [
  ["--profile <name>", "profile of the config file"],
  ["--region <region>", "global or cn; accounts and keys belong to one"],
  ["--base-url <url>", "URL of the service or of an emulator"],
  [
    "--debug",
    "write each request and response to stderr, without keys, prompts and links; also KLING_DEBUG=1",
  ],
  [
    "--log-file <file>",
    "append the same to a file, one JSON object per line, with request ids; also KLING_LOG_FILE",
  ],
];

export const JSON_FLAG: Flag = ["--json", "print JSON, also on a terminal"];
