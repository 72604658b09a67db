import type { Command } from "commander";
import { answerHelp, findCommand } from "./answer-help.ts";
import { pathOf } from "./command-path.ts";
import { createDeps, type MainContext } from "./create-deps.ts";
import type { Deps } from "./deps.ts";
import { EXIT } from "./errors/exit-code.ts";
import { ExitSignal } from "./errors/exit-signal.ts";
import type { Failure } from "./failures/failure.ts";
import { printFailure } from "./failures/print-failure.ts";
import { isCommanderError, toFailure } from "./failures/to-failure.ts";
import { createProgram } from "./program.ts";
import { proxyNote, readProxy } from "./session/proxy.ts";
import { flushTelemetry, openTelemetry } from "./session/telemetry.ts";

/**
 * Runs one command line and returns its exit code. Never throws and never exits: every error becomes one object on
 * standard error and one of the documented exit codes.
 */
export async function main(context: MainContext): Promise<number> {
  const given = createDeps(context);
  const telemetry = await openTelemetry(given);
  try {
    return await runLine(telemetry ? { ...given, telemetry } : given);
  } finally {
    await flushTelemetry(telemetry, given);
  }
}

async function runLine(deps: Deps): Promise<number> {
  const program = createProgram(deps);
  try {
    if (await answerHelp(deps, program)) return EXIT.ok;
    if (deps.logFile !== undefined) await (await import("./session/log-file.ts")).requireLogFile(deps);
    const isJoined = deps.argv.some((word) => word.startsWith("--json="));
    const joined = isJoined ? await withFields(deps, program) : undefined;
    if (joined) return await runLine(joined);
    await checkFields(deps, program);
    await program.parseAsync([...deps.argv], { from: "user" });
    return EXIT.ok;
  } catch (error) {
    // A word behind --json is one too many: for commander it is an operand.
    const isStray = isCommanderError(error) && error.code === "commander.excessArguments";
    const again = isStray ? await withFields(deps, program) : undefined;
    return again ? runLine(again) : endWith(deps, program, error);
  }
}

/** Before anything is done: fields that the command does not print, and words that may be fields. */
async function checkFields({ argv, jsonFields }: Deps, program: Command): Promise<void> {
  const at = argv.indexOf("--json") + 1;
  const hasWord = at > 0 && at < argv.length && !argv[at]?.startsWith("-");
  if (jsonFields === undefined && !hasWord) return;
  const { refuseAmbiguousFields, requireKnownFields } = await import("./explain-mistake.ts");
  if (jsonFields !== undefined) requireKnownFields(findCommand(program, argv), argv, jsonFields);
  program.hook("preAction", (_, command) => refuseAmbiguousFields(command, argv));
}

async function endWith(deps: Deps, program: Command, error: unknown): Promise<number> {
  if (isCommanderError(error) && isRequestedOutput(error)) return EXIT.ok;
  if (error instanceof ExitSignal) return error.exitCode;
  const failure = await withNote(deps, program, toFailure(error, deps.signal));
  const explained = isCommanderError(error) ? await explain(deps, program, error) : undefined;
  await printFailure(deps, explained === undefined ? failure : { ...failure, message: explained });
  return failure.exitCode;
}

/** The same line with `--json` alone, where it names fields of a result. */
async function withFields(deps: Deps, program: Command): Promise<Deps | undefined> {
  const { resultFieldsOf } = await import("./explain-mistake.ts");
  const asked = resultFieldsOf(findCommand(program, deps.argv), deps.argv);
  return asked && { ...deps, argv: asked.rest, jsonFields: asked.fields, knownFields: asked.known };
}

/** What may have been meant by a word that is none of ours; help for people who named no command. */
async function explain(
  deps: Deps,
  program: Command,
  error: Error & { readonly code: string },
): Promise<string | undefined> {
  const command = findCommand(program, deps.argv);
  if (error.code === "commander.help") {
    const stream = deps.io.stderr;
    if (stream.isTty) (await import("./print-help.ts")).printHelp(deps, command, { stream });
    return `Which command? \`${pathOf(command)} --help\` lists them. Nothing was sent.`;
  }
  return (await import("./explain-mistake.ts")).explainMistake(command, {
    code: error.code,
    message: error.message,
    argv: deps.argv,
  });
}

/** A connection may have failed because of a proxy, or for want of one; without a key, it depends on the command what works. */
async function withNote(deps: Deps, program: Command, failure: Failure): Promise<Failure> {
  if (failure.code === "missing_api_key") {
    const { waysWithoutKey } = await import("./failures/ways-without-key.ts");
    const ways = await waysWithoutKey(deps, findCommand(program, deps.argv));
    return { ...failure, message: `${failure.message} ${ways}` };
  }
  const isConnection = failure.code === "connection_error" || failure.code === "timeout";
  if (!isConnection && failure.code !== "jobs_held") return failure;
  const { connectionNoteOf } = await import("./session/connection-note.ts");
  // A create whose response was lost has reached the server.
  const isHeard = failure.details["may_have_charged"] === "unknown";
  const notes = [
    ...(isHeard ? [] : [connectionNoteOf(failure.message)]),
    ...(isConnection ? [await proxyNoteOf(deps)] : []),
  ];
  return notes.reduce(withSentence, failure);
}

async function proxyNoteOf(deps: Deps): Promise<string> {
  if (!readProxy(deps.env)) return "";
  const { readSettings } = await import("./session/settings.ts");
  return proxyNote(deps, readSettings(deps, {}).baseUrl.value);
}

/** With a sentence more, unless it is there. */
function withSentence(failure: Failure, sentence: string): Failure {
  const { message, shown } = failure;
  if (message.includes(sentence.trim())) return failure;
  const more = shown === undefined ? {} : { shown: `${shown}${sentence}` };
  return { ...failure, message: `${message}${sentence}`, ...more };
}

/** Help and version, when asked for, end the parser with an "error" whose exit code is 0. */
const isRequestedOutput = (error: Error): boolean => "exitCode" in error && error.exitCode === EXIT.ok;
