import { CliError, type ErrorDetails } from "../errors/cli-error.ts";
import { toFailure } from "./to-failure.ts";

/** An error with what must not be lost with it, such as the id of a paid task. Details that it has itself win. */
export function withDetails(error: unknown, signal: AbortSignal, details: ErrorDetails): CliError {
  const failure = toFailure(error, signal);
  return new CliError({ ...failure, details: { ...details, ...failure.details }, cause: error });
}
