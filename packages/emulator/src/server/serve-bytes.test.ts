import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { serveBytes } from "./serve-bytes.ts";
import { createSyntheticFile } from "./synthetic-file.ts";

const ALPHABET = new TextEncoder().encode("abcdefghijklmnopqrstuvwxyz");
const AT_MS = Date.UTC(2026, 8, 20, 10, 0, 0);
const FILE = { bytes: ALPHABET, contentType: "video/mp4", etag: "v1", lastModifiedMs: AT_MS };

function get(headers: Record<string, string> = {}, method = "GET"): Response {
  return serveBytes(new Request("http://localhost/f.mp4", { headers, method }), FILE);
}

describe("serveBytes", () => {
  it("serves the whole file with its length, tag and date", async () => {
    const response = get();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toEqual({
      "accept-ranges": "bytes",
      "content-length": "26",
      "content-type": "video/mp4",
      etag: '"v1"',
      "last-modified": "Sun, 20 Sep 2026 10:00:00 GMT",
    });
    expect(await response.text()).toBe("abcdefghijklmnopqrstuvwxyz");
  });

  it.each([
    ["bytes=0-3", "abcd", "bytes 0-3/26"],
    ["bytes=23-", "xyz", "bytes 23-25/26"],
    ["bytes=-2", "yz", "bytes 24-25/26"],
    ["bytes=-100", "abcdefghijklmnopqrstuvwxyz", "bytes 0-25/26"],
    ["bytes=20-99", "uvwxyz", "bytes 20-25/26"],
  ])("serves the range %s", async (range, text, contentRange) => {
    const response = get({ range });
    expect(response.status).toBe(206);
    expect(response.headers.get("content-range")).toBe(contentRange);
    expect(response.headers.get("content-length")).toBe(String(text.length));
    expect(await response.text()).toBe(text);
  });

  it.each(["bytes=26-", "bytes=99-100", "bytes=-0"])("refuses %s, which is past the end", async (range) => {
    const response = get({ range });
    expect(response.status).toBe(416);
    expect(response.headers.get("content-range")).toBe("bytes */26");
    expect(await response.text()).toBe("");
  });

  it.each(["bytes=5-2", "bytes=-", "lines=1-2", "bytes=0-1,4-5", "bytes=a-b"])("ignores %s", (range) => {
    expect(get({ range }).status).toBe(200);
  });

  it.each([
    ['"v1"', 206],
    ['"v0"', 200],
    ["Sun, 20 Sep 2026 10:00:00 GMT", 206],
    ["Sun, 20 Sep 2026 09:00:00 GMT", 200],
  ])("serves the range only while If-Range %s holds", (condition, status) => {
    expect(get({ range: "bytes=0-3", "if-range": condition }).status).toBe(status);
  });

  it("answers HEAD like GET without a body, and a known tag with 304", async () => {
    const head = get({ range: "bytes=0-3" }, "HEAD");
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([206, "4", ""]);
    expect(get({ "if-none-match": '"v0", W/"v1"' }).status).toBe(304);
  });

  it("serves an empty file", async () => {
    const response = serveBytes(new Request("http://localhost/"), { ...FILE, bytes: new Uint8Array() });
    expect([response.status, response.headers.get("content-length"), await response.text()]).toEqual([
      200,
      "0",
      "",
    ]);
  });
});

describe("createSyntheticFile", () => {
  const sizeBytes = 1_200_000;
  const serve = (seed: string, range?: string) =>
    serveBytes(new Request("http://localhost/", range === undefined ? {} : { headers: { range } }), {
      bytes: createSyntheticFile({ sizeBytes, seed }),
      contentType: "video/mp4",
    }).bytes();

  it("gives the same bytes for the same seed, whole or in ranges", async () => {
    const whole = await serve("a");
    const parts = [
      await serve("a", "bytes=0-262145"),
      await serve("a", "bytes=262146-800001"),
      await serve("a", "bytes=800002-"),
    ];
    expect(whole.byteLength).toBe(sizeBytes);
    expect(sha256(Buffer.concat(parts))).toBe(sha256(whole));
    expect(sha256(await serve("b"))).not.toBe(sha256(whole));
  });

  it("has no two equal blocks", async () => {
    const whole = await serve("a");
    expect(sha256(whole.subarray(0, 262_144))).not.toBe(sha256(whole.subarray(262_144, 524_288)));
  });
});

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
