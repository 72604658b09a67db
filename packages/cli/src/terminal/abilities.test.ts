import { expect, test } from "vitest";
import { pictureKind } from "./abilities.ts";
import { terminalProgram } from "./terminal-program.ts";

const TTY = { isTty: true, write: () => undefined };
const TRUE_COLOUR = { TERM: "xterm-256color", COLORTERM: "truecolor" };

test.each([
  [{ TERM: "xterm-kitty" }, "kitty"],
  [{ TERM: "xterm-ghostty" }, "kitty"],
  [{ TERM: "xterm-256color", TERM_PROGRAM: "iTerm.app" }, "iterm"],
  [{ TERM: "xterm-256color", TERM_PROGRAM: "WezTerm" }, "iterm"],
  [TRUE_COLOUR, "blocks"],
  [{ TERM: "xterm-256color" }, undefined],
  [{ ...TRUE_COLOUR, NO_COLOR: "1" }, undefined],
  [{ ...TRUE_COLOUR, TERM: "dumb" }, undefined],
  // The images of the terminal around it do not get through a multiplexer.
  [{ ...TRUE_COLOUR, TERM: "tmux-256color", TMUX: "default,1,0", KITTY_WINDOW_ID: "1" }, "blocks"],
])("pictures with %j: %s", (env, expected) => {
  expect(pictureKind(TTY, env)).toBe(expected);
  expect(pictureKind({ ...TTY, isTty: false }, env)).toBeUndefined();
});

test.each([
  [{ TERM: "xterm-256color", VTE_VERSION: "7603" }, "vte"],
  [{ TERM: "xterm-256color", KONSOLE_VERSION: "230805" }, "konsole"],
  [{ TERM: "screen-256color", STY: "1.pts" }, "tmux"],
  [{}, "other"],
])("%j is %s", (env, expected) => {
  expect(terminalProgram(env)).toBe(expected);
});
