import { expect, test } from "vitest";
import { cutEnd, cutMiddle, widthOf, wrapWords } from "./cells.ts";
import { createLiveLine } from "./live-line.ts";

/** One of each: two cells in one letter of several code points, wide letters, a mark that joins, a flag, a heart in colour. */
const LETTERS = [
  ["👩‍🚀", 2],
  ["日", 2],
  ["e\u0301", 1],
  ["🇩🇪", 2],
  ["❤️", 2],
  ["✅", 2],
  ["👍🏽", 2],
  ["\u1112\u1161\u11ab", 2],
  ["✓", 1],
] as const;

test.each(LETTERS)("%s is %i cells wide, and is never cut apart", (letter, cells) => {
  expect(widthOf(letter)).toBe(cells);
  expect(widthOf(`\u001b[32m${letter}\u001b[39m`)).toBe(cells);
  const prompt = letter.repeat(200);
  expect(widthOf(prompt)).toBe(200 * cells);
  for (const width of [10, 11, 60]) {
    for (const text of [cutEnd(prompt, width), cutMiddle(prompt, width)]) {
      expect(widthOf(text)).toBeLessThanOrEqual(width);
      expect(text.replaceAll(letter, "")).toBe("…");
    }
  }
});

test("a text of wide letters breaks anywhere, and no letter is lost", () => {
  for (const letter of ["👩‍🚀", "日"]) {
    const lines = wrapWords(`  prompt  ${letter.repeat(200)}`, 60).split("\n");
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(60);
    expect(lines.join("").split(letter)).toHaveLength(201);
  }
});

test("a word that is wider than a line is broken, behind a comma where it has one; a path stays whole", () => {
  const word = "w".repeat(30);
  expect(wrapWords(`  prompt  ${word}`, 20)).toBe(
    "  prompt  wwwwwwwwww\n          wwwwwwwwww\n          wwwwwwwwww",
  );
  expect(wrapWords(`\u001b[32m${word}\u001b[39m`, 20)).toBe(
    `\u001b[32m${"w".repeat(20)}\n${"w".repeat(10)}\u001b[39m`,
  );
  expect(wrapWords("fields task_id,status,created_at,age", 16)).toBe(
    "fields\ntask_id,status,\ncreated_at,age",
  );
  const path = `/out/${word}.mp4`;
  expect(wrapWords(`saved ${path}`, 20)).toBe(`saved\n${path}`);
});

test("cuts the middle and the end by cells, and wraps between words", () => {
  expect(widthOf("狐 fox")).toBe(6);
  expect(cutEnd("狐狐狐", 4)).toBe("狐…");
  expect(cutMiddle("abcdefgh", 5)).toBe("ab…gh");
  expect(wrapWords("  label  one two three", 20)).toBe("  label  one two\n         three");
  expect(wrapWords("  a/path/of/one/word  and more", 12)).toBe("  a/path/of/one/word\n  and more");
});

test("a live line is narrower than the terminal, in cells, and leaves nothing behind when that becomes narrower", () => {
  const written: string[] = [];
  const stream = { isTty: true, columns: 40, write: (text: string) => written.push(text) };
  const line = createLiveLine({ io: { stderr: stream }, env: {} }, true);
  line.draw("日本語".repeat(30));
  expect(widthOf((written[0] ?? "").replace("\r\u001b[2K", ""))).toBe(39);
  stream.columns = 20;
  line.draw("done");
  line.clear();
  expect(written.slice(1)).toEqual(["\r\u001b[2K\u001b[A\r\u001b[2K⠙ done", "\r\u001b[2K"]);
});
