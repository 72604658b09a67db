import type { Environment, OutputStream } from "../deps.ts";
import { type TerminalProgram, terminalProgram, wantsPlain } from "./terminal-program.ts";

const WITH_LINKS: readonly TerminalProgram[] = [
  "kitty",
  "iterm",
  "wezterm",
  "ghostty",
  "vscode",
  "windows-terminal",
  "mintty",
  "konsole",
  "foot",
  "alacritty",
];
/** First release of VTE that links without a crash. */
const VTE_LINKS = 5001;

/**
 * Whether a stream shows links to files. `FORCE_HYPERLINK=1` and `=0` decide for any terminal that is not dumb. Over SSH a
 * link would lead to a file of the wrong machine.
 */
export function showsLinks(stream: OutputStream, env: Environment): boolean {
  if (!stream.isTty || wantsPlain(env)) return false;
  const forced = env["FORCE_HYPERLINK"];
  if (forced !== undefined && forced !== "") return forced !== "0";
  if (env["SSH_CONNECTION"] || env["SSH_TTY"] || env["CI"]) return false;
  const program = terminalProgram(env);
  return WITH_LINKS.includes(program) || (program === "vte" && Number(env["VTE_VERSION"]) >= VTE_LINKS);
}
