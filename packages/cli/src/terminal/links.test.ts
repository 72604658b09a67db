import { expect, test } from "vitest";
import { cutEnd, cutMiddle, widthOf, wrapWords } from "./cells.ts";
import { linkToFile } from "./links.ts";
import { showControls, showOnOneLine } from "./show-controls.ts";
import { showsLinks } from "./shows-links.ts";
import { createStyle } from "./style.ts";

const TTY = { isTty: true, write: () => undefined };
const LINK = linkToFile("fox.mp4", "/videos/a fox;1'!.mp4");
const START = "\u001b]8;;file:///videos/a%20fox;1'!.mp4\u001b\\";
const END = "\u001b]8;;\u001b\\";

test("a link is the terminal's order around its text", () => {
  expect(LINK).toBe(`${START}fox.mp4${END}`);
  const hostile = linkToFile("x", "/a\u001b]8;;evil\u0007\n.mp4");
  expect([...hostile].filter((letter) => letter < " ")).toEqual(["\u001b", "\u001b", "\u001b", "\u001b"]);
});

test("a link takes no cells, stays when its text is cut, and never spills over what follows", () => {
  expect(widthOf(LINK)).toBe(7);
  expect(cutEnd(`${LINK} is there`, 6)).toBe(`${START}fox.m${END}…`);
  expect(cutMiddle(linkToFile("a-long-name.mp4", "/a.mp4"), 8)).toBe(
    "\u001b]8;;file:///a.mp4\u001b\\a-lo…mp4\u001b]8;;\u001b\\",
  );
  expect(wrapWords(`saved ${LINK} now`, 14)).toBe(`saved ${LINK}\nnow`);
});

test("guards let links of this process pass, and show those of texts from elsewhere", () => {
  expect(showControls(LINK)).toBe(LINK);
  expect(showOnOneLine(LINK)).toBe(LINK);
  const foreign = "\u001b]8;;https://evil.example\u001b\\fox\u001b]8;;\u0007";
  expect(showOnOneLine(foreign)).toBe("\\u001b]8;;https://evil.example\\u001b\\fox\\u001b]8;;\\u0007");
});

test.each([
  [{ TERM: "xterm-256color", VTE_VERSION: "7603" }, true],
  [{ TERM: "xterm-kitty" }, true],
  [{ TERM: "xterm-256color", TERM_PROGRAM: "iTerm.app" }, true],
  [{ TERM: "xterm-256color", WT_SESSION: "1" }, true],
  [{ TERM: "xterm-256color" }, false],
  [{ TERM: "xterm-256color", VTE_VERSION: "4800" }, false],
  [{ TERM: "tmux-256color", TMUX: "default,1,0", VTE_VERSION: "7603" }, false],
  [{ TERM: "tmux-256color", TMUX: "default,1,0", FORCE_HYPERLINK: "1" }, true],
  [{ TERM: "xterm-kitty", FORCE_HYPERLINK: "0" }, false],
  [{ TERM: "xterm-kitty", NO_COLOR: "1" }, false],
  [{ TERM: "dumb", FORCE_HYPERLINK: "1" }, false],
  [{ TERM: "xterm-kitty", SSH_CONNECTION: "10.0.0.1" }, false],
])("links with %j: %s", (env, expected) => {
  expect(showsLinks(TTY, env)).toBe(expected);
  expect(createStyle(TTY, env).link("fox", "/fox.mp4") === "fox").toBe(!expected);
});

test("no link is written where the stream is no terminal", () => {
  const pipe = { isTty: false, write: () => undefined };
  expect(createStyle(pipe, { FORCE_HYPERLINK: "1" }).link("fox", "/fox.mp4")).toBe("fox");
});
