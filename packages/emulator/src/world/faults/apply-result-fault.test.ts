import { describe, expect, it } from "vitest";
import { serveApp } from "../../server/serve-app.ts";
import { serveBytes } from "../../server/serve-bytes.ts";
import { applyResultFault } from "./apply-result-fault.ts";
import type { ResultAction } from "./fault-action.ts";

const FILE = { bytes: new TextEncoder().encode("abcdefghijklmnopqrstuvwxyz"), contentType: "video/mp4" };

function get(action: ResultAction, range?: string): Promise<Response> {
  return answer(
    action,
    new Request("http://localhost/f.mp4", range === undefined ? {} : { headers: { range } }),
  );
}

function answer(action: ResultAction, request: Request): Promise<Response> {
  return applyResultFault(action, {
    request,
    serve: (next) => serveBytes(next, FILE),
    expired: () => new Response("expired", { status: 403 }),
  });
}

describe("applyResultFault", () => {
  it("answers an expired link", async () => {
    expect((await get({ type: "expired-link" })).status).toBe(403);
  });

  it("ignores, refuses or shifts a range", async () => {
    const ignored = await get({ type: "broken-range", mode: "ignore" }, "bytes=5-9");
    expect([ignored.status, (await ignored.text()).length]).toEqual([200, 26]);
    const refused = await get({ type: "broken-range", mode: "refuse" }, "bytes=5-9");
    expect([refused.status, refused.headers.get("content-range")]).toEqual([416, "bytes */26"]);
    const shifted = await get({ type: "broken-range", mode: "shift" }, "bytes=5-9");
    expect([shifted.status, shifted.headers.get("content-range")]).toEqual([206, "bytes 5-9/26"]);
    expect(await shifted.text()).toBe("abcde");
  });

  it("leaves a whole download alone when only ranges are broken", async () => {
    const response = await get({ type: "broken-range", mode: "refuse" });
    expect([response.status, (await response.text()).length]).toEqual([200, 26]);
  });

  it.each([
    [undefined, 10, "k"],
    ["bytes=8-", 2, "k"],
  ])("corrupts the byte at its place in the file, also in range %s", async (range, index, original) => {
    const bytes = await (await get({ type: "corrupt", atByte: 10 }, range)).bytes();
    expect(bytes[index]).toBe(original.charCodeAt(0) ^ 0xff);
    expect(bytes.filter((byte) => byte > 0x7f)).toHaveLength(1);
  });

  it("does not corrupt the file itself", async () => {
    await (await get({ type: "corrupt", atByte: 0 })).bytes();
    expect(await (await get({ type: "broken-range", mode: "ignore" })).text()).toBe(
      "abcdefghijklmnopqrstuvwxyz",
    );
  });

  it("corrupts nothing in a range behind the damage", async () => {
    expect(await (await get({ type: "corrupt", atByte: 2, sizeBytes: 3 }, "bytes=5-7")).text()).toBe("fgh");
  });

  it("serves a file that is silently shorter", async () => {
    const response = await get({ type: "wrong-length", deltaBytes: -6 });
    expect(response.headers.get("content-length")).toBe("20");
    expect(await response.text()).toBe("abcdefghijklmnopqrst");
  });

  it.each([
    [{ type: "cut", atByte: 12 }, undefined, "26", 12],
    [{ type: "cut", atByte: 12 }, "bytes=10-", "16", 2],
    [{ type: "wrong-length", deltaBytes: 5 }, undefined, "31", 26],
  ] as const)("%o on range %s promises %s bytes and sends %i", async (action, range, promised, sentBytes) => {
    const app = await serveApp({ fetch: (request) => answer(action, request) });
    try {
      const response = await fetch(app.baseUrl, range === undefined ? {} : { headers: { range } });
      expect(response.headers.get("content-length")).toBe(promised);
      const received: number[] = [];
      await expect(
        (async () => {
          for await (const chunk of response.body ?? []) received.push(...chunk);
        })(),
      ).rejects.toThrow();
      expect(received).toHaveLength(sentBytes);
    } finally {
      await app.close();
    }
  });
});
