import { expect, test } from "vitest";
import { comparable } from "./comparable.ts";
import { drawTerminal } from "./draw-terminal.ts";
import { createScreen } from "./screen.ts";
import { THEMES } from "./themes.ts";

const ESC = "\u001b";

function shown(text: string): readonly string[] {
  const screen = createScreen();
  screen.write(text);
  return screen.read().map((runs) => runs.map((run) => run.text).join(""));
}

test("a board that is drawn again stands in the place of the one before", () => {
  expect(shown(`head\none\ntwo\n${ESC}[2A\r${ESC}[JONE\nend\n`)).toEqual(["head", "ONE", "end"]);
  expect(shown(`head\none\ntwo\n${ESC}[2A\rON${ESC}[K\n${ESC}[J`)).toEqual(["head", "ON"]);
  expect(shown(`${ESC}[?25l\r${ESC}[2K⠋ waiting\r${ESC}[2Kdone\n`)).toEqual(["done"]);
});

test("links, progress and the bell leave nothing to see", () => {
  const link = `${ESC}]8;;file:///a${ESC}\\a.mp4${ESC}]8;;${ESC}\\`;
  expect(shown(`${ESC}]9;4;1;10${ESC}\\${link}${ESC}]9;done\u0007 ok\u0007\n`)).toEqual(["a.mp4 ok"]);
});

test("colours, bold and dim letters are told apart until they end", () => {
  const screen = createScreen();
  screen.write(`${ESC}[32m✓${ESC}[39m ${ESC}[1mfox${ESC}[22m ${ESC}[2m5 s${ESC}[22m\n`);
  expect(screen.read()[0]?.map(({ text, colour, isBold, isDim }) => [text, colour, isBold, isDim])).toEqual([
    ["✓", 32, false, false],
    [" ", undefined, false, false],
    ["fox", undefined, true, false],
    [" ", undefined, false, false],
    ["5 s", undefined, false, true],
  ]);
});

const frameOf = (text: string) => {
  const screen = createScreen();
  screen.write(text);
  return { lines: screen.read(), seconds: 1 };
};

test("a moving picture shows its last frame to whoever wants no motion, and escapes its text", () => {
  const [light] = THEMES;
  if (!light) throw new Error("no theme");
  const svg = drawTerminal("a <title>", [frameOf("one"), frameOf("<two> & three")], light);
  expect(svg).toContain("&lt;two&gt; &amp; three");
  expect(svg).toContain("a &lt;title&gt;");
  expect(svg).toContain("prefers-reduced-motion: reduce){.f{animation:none}.last{visibility:visible}}");
  expect(svg.match(/<g class="f f\d(?: last)?">/g)).toEqual(['<g class="f f0">', '<g class="f f1 last">']);
});

test("the words of two pictures are compared, and not their times and steps", () => {
  const [light, dark] = THEMES;
  if (!light || !dark) throw new Error("no theme");
  const draw = (steps: readonly string[], theme = light) =>
    comparable(drawTerminal("t", steps.map(frameOf), theme));
  const before = draw(["running", "done  64 s, 57 kB, 2:40"]);
  expect(draw(["waiting", "done  61 s, 53 kB, 2:38"], dark)).toBe(before);
  const naming = (id: string) => draw(["running", `done  64 s, report ${id}`]);
  expect(naming("b0mx1lz1c05irimdl5k")).toBe(naming("b0mx1lz1c0quy7ncfqk"));
  expect(naming("b0mx1lz1c05irimdl5k")).not.toBe(naming("clips"));
  expect(draw(["running", "ended  64 s, 57 kB, 2:40"])).not.toBe(before);
  expect(draw(["running", "done  64 s, 57 kB, 2:40, 3 units"])).not.toBe(before);
});
