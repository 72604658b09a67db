import type { Command } from "commander";
import type { Deps } from "../../deps.ts";
import { addConnectionFlags, JSON_FLAG } from "../../session/connection-flags.ts";
import type { ConnectionOptions } from "../../session/settings.ts";
import type { OutputOptions } from "../../terminal/output.ts";

export type DoctorOptions = OutputOptions & ConnectionOptions;

/** \`kling doctor\`. */
export function defineDoctor(program: Command, deps: Deps): void {
  const command = program
    .command("doctor")
    .description("Check credentials, region, reachability, clock and packs; spends nothing")
    .option(...JSON_FLAG);
  addConnectionFlags(command).action(async (options: DoctorOptions) => {
    const { runDoctor } = await import("./doctor-run.ts");
    await runDoctor(options, deps);
  });
}
