import type { Command } from "commander";

/** Flags of every command that talks to a service. */
export function addConnectionFlags(command: Command): Command {
  return command
    .option("--profile <name>", "profile of the config file")
    .option("--region <region>", "global or cn; accounts and keys belong to one")
    .option("--base-url <url>", "URL of the service or of an emulator")
    .option(
      "--debug",
      "write each request and response to stderr, without keys, prompts and links; also KLING_DEBUG=1",
    );
}

export const JSON_FLAG = ["--json", "print JSON, also on a terminal"] as const;
