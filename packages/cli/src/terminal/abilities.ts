import type { Environment, OutputStream } from "../deps.ts";

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

const isPlain = (env: Environment): boolean => Boolean(env["NO_COLOR"]) || env["TERM"] === "dumb";

/** Whether what was written can be written over. What a build server keeps is a log, even where it gives programs a terminal. */
export const canRedraw = (stream: OutputStream, env: Environment): boolean =>
  stream.isTty && env["TERM"] !== "dumb" && !isContinuousIntegration(env);

/** `CI=false` is a way to say no. */
const isContinuousIntegration = ({ CI: value = "" }: Environment): boolean =>
  !["", "0", "false"].includes(value.toLowerCase());

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
  if (!stream.isTty || isPlain(env)) return false;
  const forced = env["FORCE_HYPERLINK"];
  if (forced !== undefined && forced !== "") return forced !== "0";
  if (env["SSH_CONNECTION"] || env["SSH_TTY"] || env["CI"]) return false;
  const program = terminalProgram(env);
  return WITH_LINKS.includes(program) || (program === "vte" && Number(env["VTE_VERSION"]) >= VTE_LINKS);
}

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
  if (!stream.isTty || isPlain(env)) return undefined;
  const program = terminalProgram(env);
  if (program === "kitty" || program === "ghostty") return "kitty";
  if (program === "iterm" || program === "wezterm") return "iterm";
  return ["truecolor", "24bit"].includes(env["COLORTERM"] ?? "") ? "blocks" : undefined;
}
