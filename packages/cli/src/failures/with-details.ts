import { CliError, type ErrorDetails } from "../errors/cli-error.ts";
import { toFailure } from "./to-failure.ts";

/** An error with what must not be lost with it, such as the id of a paid task. Details that it has itself win. */
export function withDetails(error: unknown, signal: AbortSignal, details: ErrorDetails): CliError {
  const failure = toFailure(error, signal);
  // A message is no field of an error that is spread.
  return new CliError({
    ...failure,
    message: failure.message,
    details: { ...details, ...failure.details },
    cause: error,
  });
}
