import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import { JSON_FLAG } from "../../session/connection-flags.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export interface EmulatorFlags extends OutputOptions {
  readonly port: string;
  readonly speed: string;
  readonly seed?: string;
  readonly concurrency?: string;
  readonly webhookSecret?: readonly string[];
  readonly tls?: boolean;
  readonly publicUrl?: string;
  readonly legacyModels?: boolean;
  readonly strict?: boolean;
  readonly data?: string;
  readonly faults?: string;
  readonly adminToken?: string;
  readonly quiet?: boolean;
}

const EXAMPLES = `
Examples:
  kling emulator
  kling emulator --port 8787 --speed 20 --data ./emulator-data
  kling emulator --webhook-secret whsec_… --concurrency 2`;

/** \`kling emulator\`. */
export function defineEmulator(program: Command, deps: Deps): void {
  program
    .command("emulator")
    .description("Run a local Kling service: same API, real video files, no cost")
    .option("-p, --port <number>", "port, 0 for a free one", "8787")
    .option("--speed <factor>", "how many times faster than the service", "10")
    .option("--seed <text>", "everything random follows from it")
    .option("--concurrency <count>", "tasks at once per account and model")
    .option(
      "--webhook-secret <secret>",
      "sign callbacks with it; may be repeated",
      (value, before: readonly string[] = []) => [...before, value],
    )
    .option("--tls", "https with a certificate made on the spot")
    .option("--public-url <url>", "URL under which clients reach it, for links to results")
    .option(
      "--admin-token <token>",
      "ask for this token under /_emulator, and answer there for any host; also KLING_ADMIN_TOKEN",
    )
    .option("--legacy-models", "also run models that the service has retired")
    .option("--strict", "refuse unknown fields, which the service ignores")
    .option("--data <folder>", "keep tasks there; survives a crash")
    .option("--faults <file>", "JSON list of faults to play")
    .option("--quiet", "print no line per request")
    .option(...JSON_FLAG)
    .addHelpText("after", EXAMPLES)
    .action(async (options: EmulatorFlags) => {
      const { runEmulator } = await import("../runs.ts");
      await runEmulator(options, deps);
    });
}
