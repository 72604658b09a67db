import { expect, test } from "vitest";
import { guardStream } from "./guard-stream.ts";
import { formatPairs } from "./pairs.ts";
import { showControls, showOnOneLine } from "./show-controls.ts";
import { createStyle } from "./style.ts";
import { formatTable } from "./table.ts";

const HOSTILE = "\u001b[2J\u001b]0;owned\u0007\u009b31m\u202efox\u2066\u200f\u0000\r";
const SHOWN = "\\u001b[2J\\u001b]0;owned\\u0007\\u009b31m\\u202efox\\u2066\\u200f\\u0000\\r";

test("shows orders to the terminal and turned directions instead of passing them on", () => {
  expect(showControls(HOSTILE)).toBe(SHOWN);
  expect(showControls("\u001b[8mhidden")).toBe("\\u001b[8mhidden");
});

test("keeps letters of every script, lines and tabs", () => {
  const text = "Füchse 狐 ثعلب 🦊\n\ta second line";
  expect(showControls(text)).toBe(text);
  expect(showOnOneLine("a\nb\tc")).toBe("a\\nb\\tc");
});

test("keeps every colour that the command line paints with", () => {
  const style = createStyle({ isTty: true, write: () => undefined }, {});
  const painted = Object.values(style).flatMap((paint: unknown) =>
    typeof paint === "function" ? String(paint("fox")) : [],
  );
  expect(painted.map(showControls)).toEqual(painted);
});

test("cells and values neither obey nor begin lines of their own", () => {
  const style = createStyle({ isTty: false, write: () => undefined }, {});
  const table = formatTable(style, [{ title: "NAME" }, { title: "STATE" }], [[`${HOSTILE}\nfake`, "done"]]);
  expect(table.split("\n")[1]).toBe(`${SHOWN}\\nfake  done`);
  expect(formatPairs([["purpose", "spring\n  total  0 units"]])).toBe(
    "  purpose  spring\\n  total  0 units\n",
  );
});

test("guards terminals only, and leaves JSON with the same meaning", () => {
  let written = "";
  const write = (text: string) => (written += text);
  guardStream({ isTty: true, write }).write(JSON.stringify({ name: HOSTILE }));
  expect(written).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  expect(JSON.parse(written)).toEqual({ name: HOSTILE });
  written = "";
  guardStream({ isTty: false, write }).write(HOSTILE);
  expect(written).toBe(HOSTILE);
});
