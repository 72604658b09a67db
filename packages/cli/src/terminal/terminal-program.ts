import type { Environment } from "../deps.ts";

/**
 * What a terminal can show, read from the variables that it sets. Asking it would wait for a response that many never
 * give, so that a terminal which is not known here gets less than it could show.
 * @source INF from the terminals' release notes, 2026-11; each terminal ignores orders that it does not know.
 */
export type TerminalProgram =
  | "kitty"
  | "iterm"
  | "wezterm"
  | "ghostty"
  | "vscode"
  | "windows-terminal"
  | "conemu"
  | "mintty"
  | "konsole"
  | "foot"
  | "rxvt"
  | "vte"
  | "alacritty"
  | "tmux"
  | "other";

const BY_NAME: Readonly<Record<string, TerminalProgram>> = {
  "iTerm.app": "iterm",
  WezTerm: "wezterm",
  ghostty: "ghostty",
  vscode: "vscode",
  mintty: "mintty",
  tmux: "tmux",
};

const BY_TERM: readonly (readonly [start: string, program: TerminalProgram])[] = [
  ["tmux", "tmux"],
  ["screen", "tmux"],
  ["xterm-kitty", "kitty"],
  ["xterm-ghostty", "ghostty"],
  ["foot", "foot"],
  ["rxvt", "rxvt"],
  ["alacritty", "alacritty"],
];

const BY_VARIABLE: readonly (readonly [variable: string, program: TerminalProgram])[] = [
  ["KITTY_WINDOW_ID", "kitty"],
  ["WT_SESSION", "windows-terminal"],
  ["KONSOLE_VERSION", "konsole"],
  ["VTE_VERSION", "vte"],
];

/** A multiplexer comes first: the variables of the terminal around it are inherited, and its orders do not get through. */
export function terminalProgram(env: Environment): TerminalProgram {
  if (env["TMUX"] || env["STY"]) return "tmux";
  const term = env["TERM"] ?? "";
  const named = BY_TERM.find(([start]) => term.startsWith(start))?.[1] ?? BY_NAME[env["TERM_PROGRAM"] ?? ""];
  if (named) return named;
  if (env["ConEmuANSI"] === "ON") return "conemu";
  return BY_VARIABLE.find(([variable]) => env[variable])?.[1] ?? "other";
}

/** No colours, links and pictures. */
export const wantsPlain = (env: Environment): boolean => Boolean(env["NO_COLOR"]) || env["TERM"] === "dumb";
