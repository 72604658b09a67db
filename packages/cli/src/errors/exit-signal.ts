import type { ExitCode } from "./exit-code.ts";

/** Ends a command that has printed its result with another exit code than 0. Nothing more is printed. */
export class ExitSignal extends Error {
  override readonly name = "ExitSignal";
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode) {
    super(`exit ${exitCode}`);
    this.exitCode = exitCode;
  }
}
