import { once } from "node:events";
import { createServer } from "node:http";
import type { Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { main } from "../run-command-line.ts";
import { proxySentence, readProxy } from "./proxy.ts";

let server: ReturnType<typeof createServer>;
let proxyUrl: string;
let seen: string[];

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.end("{}");
  });
  server.on("connect", ({ url }, socket: Socket) => {
    seen.push(`CONNECT ${url}`);
    socket.end("HTTP/1.1 502 no such host\r\n\r\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  proxyUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

async function kling(line: string, env: Readonly<Record<string, string>>) {
  let text = "";
  const write = (written: string) => {
    text += written;
  };
  const stream = { isTty: false, write };
  const exitCode = await main({
    argv: line.split(" "),
    env: { HOME: "/nonexistent", KLING_API_KEY: "api-key-kling-x", ...env },
    io: {
      stdin: { isTty: true, readAll: async () => "", readLine: async () => "" },
      stdout: stream,
      stderr: stream,
    },
    cwd: "/",
    // Pauses between tries take no time.
    clock: { nowMs: () => Date.now(), sleep: () => Promise.resolve() },
  });
  return { exitCode, text };
}

const SERVICE = { KLING_BASE_URL: "https://klingkit-case.invalid" };

test("doctor and status go through HTTPS_PROXY, and say so when the connection fails", async () => {
  const env = { ...SERVICE, HTTPS_PROXY: proxyUrl };
  for (const line of ["doctor", "video status 1"]) {
    seen = [];
    const { text, exitCode } = await kling(line, env);
    expect(exitCode).toBe(1);
    expect(seen).toContain("CONNECT klingkit-case.invalid:443");
    expect(text).toContain("Requests go through the proxy in HTTPS_PROXY");
  }
});

test("this machine is reached directly, whatever NO_PROXY says", async () => {
  const env = { HTTPS_PROXY: proxyUrl, HTTP_PROXY: proxyUrl, NO_PROXY: "files.example" };
  expect(readProxy(env, true)?.env?.NO_PROXY).toMatch(/^files\.example,localhost,/);
  await kling("video status 1", { KLING_BASE_URL: "http://127.0.0.1:1", ...env });
  expect(seen).toEqual([]);
});

test("an older Node is said to ignore the variable", () => {
  const proxy = readProxy({ https_proxy: "http://user:secret@proxy:3128" }, false);
  expect(proxy && proxySentence(proxy)).toMatch(
    /^https_proxy is set and does nothing: Node .* Use Node 24\.5/,
  );
  expect(readProxy({ HTTPS_PROXY: " " })).toBeUndefined();
});
