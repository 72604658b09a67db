import { expect, test } from "vitest";
import type { WriteOptions } from "../deps.ts";
import { notifyEnd } from "./notify.ts";
import { createTaskbar } from "./taskbar.ts";

const GHOSTTY = { TERM: "xterm-ghostty" };

function terminal(isTty = true) {
  const written: string[] = [];
  const undo: (string | undefined)[] = [];
  const write = (text: string, options?: WriteOptions) => {
    written.push(text);
    undo.push(options?.undo);
  };
  return { written, undo, stream: { isTty, write } };
}

test("the taskbar gets each percent once, a warning, and is cleared at the end", () => {
  const { written, undo, stream } = terminal();
  const taskbar = createTaskbar(stream, GHOSTTY, true);
  taskbar.show(0.101);
  taskbar.show(0.104);
  taskbar.show(0.5, { isWarned: true });
  taskbar.show(undefined);
  taskbar.clear();
  taskbar.clear();
  expect(written).toEqual([
    "\u001b]9;4;1;10\u001b\\",
    "\u001b]9;4;4;50\u001b\\",
    "\u001b]9;4;3;0\u001b\\",
    "\u001b]9;4;0;0\u001b\\",
  ]);
  expect(undo).toEqual([...Array.from({ length: 3 }, () => "\u001b]9;4;0;0\u001b\\"), undefined]);
});

test.each([
  [true, { TERM: "xterm-256color", TERM_PROGRAM: "iTerm.app" }, true],
  [true, { TERM: "dumb", WT_SESSION: "1" }, true],
  [true, GHOSTTY, false],
  [false, GHOSTTY, true],
])("the taskbar is left alone on a terminal (%s) with %j, live %s", (isTty, env, isLive) => {
  const { written, stream } = terminal(isTty);
  const taskbar = createTaskbar(stream, env, isLive);
  taskbar.show(0.5);
  taskbar.clear();
  expect(written).toEqual([]);
});

const ENDED = { rule: "auto", tookMs: 30_000, text: "9 of 10;\u001b]0;x\u0007 done" } as const;

test.each([
  [{ TERM: "xterm-256color", TERM_PROGRAM: "iTerm.app" }, "\u001b]9;9 of 10 ]0 x done\u001b\\"],
  [{ TERM: "foot" }, "\u001b]777;notify;klingkit;9 of 10 ]0 x done\u001b\\"],
  [{ TERM: "xterm-256color" }, "\u0007"],
])("the notification of %j", (env, expected) => {
  const { written, stream } = terminal();
  notifyEnd(stream, env, ENDED);
  expect(written.map((text) => text.replaceAll(/ +/g, " "))).toEqual([expected]);
});

test.each([
  ["auto", 29_999, 0],
  ["auto", 30_000, 1],
  ["bell", 30_000, 1],
  ["always", 0, 1],
  ["off", 1e9, 0],
] as const)(
  "the rule %s after %i ms notifies %i times, and never without a terminal",
  (rule, tookMs, times) => {
    const shown = terminal();
    notifyEnd(shown.stream, GHOSTTY, { ...ENDED, rule, tookMs });
    expect(shown.written).toHaveLength(times);
    const piped = terminal(false);
    notifyEnd(piped.stream, GHOSTTY, { ...ENDED, rule, tookMs });
    expect(piped.written).toEqual([]);
  },
);
