import type { Environment, OutputStream } from "../deps.ts";
import { type TerminalProgram, terminalProgram, wantsPlain } from "./terminal-program.ts";

/** Whether what was written can be written over. What a build server keeps is a log, even where it gives programs a terminal. */
export const canRedraw = (stream: OutputStream, env: Environment): boolean =>
  stream.isTty && env["TERM"] !== "dumb" && !isContinuousIntegration(env);

/** `CI=false` is a way to say no. */
const isContinuousIntegration = ({ CI: value = "" }: Environment): boolean =>
  !["", "0", "false"].includes(value.toLowerCase());

const WITH_TASKBAR: readonly TerminalProgram[] = [
  "windows-terminal",
  "conemu",
  "ghostty",
  "mintty",
  "wezterm",
  "vscode",
];
/** First release of VTE with progress. */
const VTE_TASKBAR = 7900;

/** Whether a stream takes progress for the taskbar (OSC 9;4). Others take OSC 9 for a notification. */
export function showsTaskbar(stream: OutputStream, env: Environment): boolean {
  if (!stream.isTty || env["TERM"] === "dumb") return false;
  const program = terminalProgram(env);
  return WITH_TASKBAR.includes(program) || (program === "vte" && Number(env["VTE_VERSION"]) >= VTE_TASKBAR);
}

/** How a terminal shows a notification: OSC 9, OSC 777, or only its bell. */
export function notificationKind(env: Environment): "osc9" | "osc777" | "bell" {
  const program = terminalProgram(env);
  if (["kitty", "iterm", "wezterm", "ghostty", "conemu"].includes(program)) return "osc9";
  return program === "foot" || program === "rxvt" ? "osc777" : "bell";
}

/**
 * How a terminal shows pictures: as an image by the protocol of kitty or of iTerm2, as half blocks in true colour, or not
 * at all.
 */
export function pictureKind(
  stream: OutputStream,
  env: Environment,
): "kitty" | "iterm" | "blocks" | undefined {
  if (!stream.isTty || wantsPlain(env)) return undefined;
  const program = terminalProgram(env);
  if (program === "kitty" || program === "ghostty") return "kitty";
  if (program === "iterm" || program === "wezterm") return "iterm";
  return ["truecolor", "24bit"].includes(env["COLORTERM"] ?? "") ? "blocks" : undefined;
}
