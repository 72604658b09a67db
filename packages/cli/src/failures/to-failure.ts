import { CliError } from "../errors/cli-error.ts";
import { errnoOf } from "../errors/errno.ts";
import { EXIT } from "../errors/exit-code.ts";
import { describeEmulatorError } from "./emulator-error.ts";
import { describeEngineError } from "./engine-error.ts";
import type { Failure } from "./failure.ts";
import { describeSdkError, isSdkError } from "./klingkit-error.ts";

/** File-system errors that mean "the result could not be written". */
const WRITE_ERRORS = ["ENOSPC", "EACCES", "EPERM", "EROFS", "EISDIR", "ENOTDIR", "EDQUOT", "EMFILE", "EBUSY"];

/** The one mapping from whatever was thrown to a code, a message and an exit code. */
export function toFailure(error: unknown, signal: AbortSignal): Failure {
  if (error instanceof CliError) return error;
  if (signal.aborted) return interrupted(error);
  if (isCommanderError(error)) return { ...usage, message: cleanUsageMessage(error) };
  if (isSdkError(error)) return describeSdkError(error);
  const described = describeEngineError(error) ?? describeEmulatorError(error);
  if (described) return described;
  const code = errnoOf(error);
  if (code && WRITE_ERRORS.includes(code)) {
    return { code: "write_error", message: writeMessage(code, error), exitCode: EXIT.failure, details: {} };
  }
  return { code: "internal_error", message: textOf(error), exitCode: EXIT.failure, details: {} };
}

/** Libraries throw and emit objects that are no Error as well. */
function textOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  if ("message" in error && typeof error.message === "string") return error.message;
  const names = Object.keys(error).join(", ");
  return `an error without a message${names === "" ? "" : ` (fields: ${names})`}`;
}

const usage = { code: "usage_error", exitCode: EXIT.usage, details: {} } as const;

function interrupted(error: unknown): Failure {
  const details = isSdkError(error) ? describeSdkError(error).details : {};
  return {
    code: "interrupted",
    message:
      "Interrupted. No partial file was left. If jobs are in progress, run `kling resume`: it buys nothing twice.",
    exitCode: EXIT.interrupted,
    details,
  };
}

export function isCommanderError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && String(error.code).startsWith("commander.");
}

/** Commander's text for "help was shown because a command is missing". */
const HELP_SHOWN = "(outputHelp)";

const cleanUsageMessage = ({ code, message }: Error & { readonly code: string }): string =>
  code === "commander.excessArguments" && /'(create|demo)/.test(message)
    ? 'Put the prompt in quotes, for example: kling video create "a fox in the snow". Nothing was sent.'
    : message === HELP_SHOWN
      ? "Which command? See `kling --help`."
      : asSentences(
          message
            .replace(/^error: /, "")
            .replace(/('--?[\w-]+)=[^']*'/, "$1'")
            .replaceAll("\n", " "),
        );

/** `unknown option '--x' (Did you mean --y?)` → `Unknown option '--x'. Did you mean --y?` */
function asSentences(text: string): string {
  const [, what = text, hint = ""] = /^(.*?)(?: \((.*\?)\))?$/.exec(text) ?? [];
  const sentence = `${what.charAt(0).toUpperCase()}${what.slice(1).replace(/\.$/, "")}.`;
  return `${sentence}${hint === "" ? " See --help of the command." : ` ${hint}`} Nothing was sent.`;
}

function writeMessage(code: string, error: unknown): string {
  const text = error instanceof Error ? error.message : code;
  return code === "ENOSPC" || code === "EDQUOT"
    ? `The disk is full (${text}). Free some space, then run the command again.`
    : `Cannot write: ${text}. Choose another place.`;
}
