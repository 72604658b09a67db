import { describe, expect, test } from "vitest";
import { parseJson } from "./json.ts";

describe("parseJson", () => {
  test("keeps an 18-digit element id exact", () => {
    expect(parseJson('{"element_id":829836802793406551}')).toEqual({ element_id: "829836802793406551" });
  });

  test("keeps long ids inside arrays and after white space exact", () => {
    expect(parseJson('{"ids":[ 829836802793406551,\n829836802793406552]}')).toEqual({
      ids: ["829836802793406551", "829836802793406552"],
    });
  });

  test("leaves timestamps, decimals and 15-digit ids numbers", () => {
    const text = '{"a":1783065388949,"b":0.12345678901234567,"c":321922438904313,"d":1e21,"e":-5}';
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  test("leaves digits inside strings alone, escaped quotes included", () => {
    const value = { text: 'say \\" : 829836802793406551, "quoted" [829836802793406551]', id: 1 };
    expect(parseJson(JSON.stringify(value))).toEqual(value);
    expect(parseJson(`{"n":829836802793406551,"t":${JSON.stringify(value.text)}}`)).toEqual({
      n: "829836802793406551",
      t: value.text,
    });
  });

  test("throws for a truncated body", () => {
    expect(() => parseJson('{"code":0,"data":{"task_id":829836802793406551')).toThrow(SyntaxError);
  });

  test("keeps a long id beside a string of 12 MB", () => {
    const text = "x".repeat(12_000_000);
    expect(parseJson(`{"id":867283741759111202,"text":"${text}"}`)).toEqual({
      id: "867283741759111202",
      text,
    });
  });

  test("is not slowed down by backslashes", () => {
    const text = "\\".repeat(1_000_000);
    expect(parseJson(`{"id":867283741759111202,"text":${JSON.stringify(text)}}`)).toMatchObject({ text });
  });

  test.each(['{"data":', "["])("refuses what is nested 300 000 times as %s", (open) => {
    const close = open === "[" ? "]" : "}";
    expect(() => parseJson(`${open.repeat(300_000)}1${close.repeat(300_000)}`)).toThrow(SyntaxError);
  });

  test("reads 128 levels and refuses 129", () => {
    const nested = (levels: number) =>
      `${'{"a":['.repeat(levels >> 1)}${"[]".repeat(levels % 2)}${"]}".repeat(levels >> 1)}`;
    expect(JSON.stringify(parseJson(nested(128)))).toBe(nested(128));
    expect(() => parseJson(nested(129))).toThrow(SyntaxError);
  });

  test("takes long lists, which have many brackets and are not deep", () => {
    const value = Array.from({ length: 1000 }, (_, index) => ({ index, list: [[index]] }));
    expect(parseJson(JSON.stringify(value))).toEqual(value);
  });
});
