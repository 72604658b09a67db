import { join, resolve } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveOutputPath, sanitizeFileName } from "./output-path.ts";

const base = resolve("out");
const fill = (template: string, values: Record<string, string | number | undefined> = {}) =>
  resolveOutputPath(template, values, { baseDirectory: "out" });

describe("resolveOutputPath", () => {
  it("fills placeholders and keeps the template's folders", () => {
    expect(fill("{model}/{id}-{n}.mp4", { model: "kling-v3", id: "123", n: 2 })).toBe(
      join(base, "kling-v3", "123-2.mp4"),
    );
  });

  it.each(["../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "a/b", "..", ".", "", "\0"])(
    "keeps the value %j inside its name",
    (id) => {
      const path = fill("{id}.mp4", { id });
      expect(path.startsWith(join(base, "/"))).toBe(true);
      expect(path.slice(base.length + 1)).not.toMatch(/[/\\]/);
    },
  );

  it("turns a folder made of dots into a name", () => {
    expect(fill("{id}/x.mp4", { id: ".." })).toBe(join(base, "_", "x.mp4"));
  });

  it.each(["../x.mp4", "a/../../x.mp4", "/x.mp4"])("refuses the template %s, which leads out", (template) => {
    expect(() => fill(template)).toThrow(expect.objectContaining({ code: "KLINGKIT_DOWNLOAD_BAD_PATH" }));
  });

  it.each(["", ".", "a/..", "a/"])("refuses the template %j, which names no file", (template) => {
    expect(() => fill(template)).toThrow(expect.objectContaining({ code: "KLINGKIT_DOWNLOAD_BAD_PATH" }));
  });

  it("names the known placeholders when one is unknown, inherited ones included", () => {
    expect(() => fill("{taskid}.mp4", { taskId: "1" })).toThrow(/\{taskid\}; known are taskId/);
    expect(() => fill("{taskId}.mp4", { taskId: undefined as never })).toThrow(/\{taskId\}; known are none/);
    expect(() => fill("{constructor}.mp4", { taskId: "1" })).toThrow(/constructor/);
  });

  it("never leaves its folder and never makes a name that is too long, whatever the value", () => {
    void fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (id) => {
        const path = fill("a/{id}{id}.mp4", { id });
        const name = path.slice(join(base, "a", "/").length);
        expect(path.startsWith(join(base, "a", "/"))).toBe(true);
        expect(name).not.toMatch(/[/\\]/);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(205);
        expect(name.endsWith("mp4")).toBe(true);
      }),
    );
  });
});

describe("sanitizeFileName", () => {
  it.each([
    ["CON", "_CON"],
    ["com1.mp4", "_com1.mp4"],
    ["a:b*c?.mp4", "a_b_c_.mp4"],
    ["line\nbreak", "line_break"],
    ["fox\u202E4pm.exe", "fox_4pm.exe"],
    [" .hidden. ", "hidden"],
    ["", "_"],
  ])("makes %j into %j", (text, name) => {
    expect(sanitizeFileName(text)).toBe(name);
  });

  it("cuts between characters and keeps the extension", () => {
    const name = sanitizeFileName(`${"狐".repeat(300)}.mp4`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
    expect(name).toMatch(/^狐+\.mp4$/);
  });
});
