import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { accepted, answering, refused } from "./testing/service-double.ts";

const ENTRY = fileURLToPath(new URL("index.ts", import.meta.url));
const WEBHOOKS = fileURLToPath(new URL("webhooks.ts", import.meta.url));

/** What edge runtimes share with browsers. No process, Buffer, require, or module loader. */
const WEB_GLOBALS = {
  AbortController,
  AbortSignal,
  Headers,
  ReadableStream,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  atob,
  btoa,
  clearTimeout,
  crypto,
  setTimeout,
  // Web Crypto of the outer realm checks for its own Uint8Array.
  Uint8Array,
  ArrayBuffer,
};

/** Bundles an entry for no platform in particular and runs it where only web globals exist. */
async function loadAtTheEdge(entry: string, globals: object = {}): Promise<Record<string, unknown>> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: "iife",
    globalName: "klingkit",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["@klingkit/source"],
    target: "es2022",
    write: false,
    logLevel: "silent",
  });
  const context = createContext({ ...WEB_GLOBALS, ...globals });
  runInContext(`${outputFiles[0]?.text ?? ""};globalThis.klingkit = klingkit`, context);
  return context["klingkit"];
}

const run = async (globals: object, script: string): Promise<unknown> => {
  const klingkit = await loadAtTheEdge(ENTRY, globals);
  return runInContext(
    `(async () => { ${script} })()`,
    createContext({ ...WEB_GLOBALS, ...globals, klingkit }),
  );
};

test("the core creates and waits with nothing but web globals", async () => {
  const service = answering(
    accepted({ id: "901930004609634393", status: "submitted", create_time: 1783065388949 }),
    accepted([
      { id: "901930004609634393", status: "succeeded", outputs: [{ type: "video", url: "https://h/v.mp4" }] },
    ]),
  );
  const result = await run(
    { fetch: service.fetch },
    `const kling = klingkit.createKling({ apiKey: "api-key-kling-edge" });
     const created = await kling.standard.textToVideo.create("kling-3.0", { prompt: "a fox" });
     const task = await kling.tasks.wait(created, { pollIntervalMs: 100 });
     return JSON.stringify([created.taskId, task.videos[0].url]);`,
  );
  expect(result).toBe('["901930004609634393","https://h/v.mp4"]');
});

test("a key pair signs with web crypto, and errors keep their codes", async () => {
  const service = answering(refused(400, 1201, "Task not found by id/external id: 1"));
  const result = await run(
    { fetch: service.fetch },
    `const kling = klingkit.createKling({ accessKey: "ak", secretKey: "sk" });
     try { await kling.v1.text2video.get("1"); return "no error"; }
     catch (error) { return error.code; }`,
  );
  expect(result).toBe("KLINGKIT_NOT_FOUND");
  expect(service.requests[0]?.headers.get("authorization")).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
});

test("callbacks are verified with nothing but web globals", async () => {
  const klingkit = await loadAtTheEdge(WEBHOOKS);
  const script = `klingkit.verifyCallback({
    headers: {
      "webhook-id": "9876543210",
      "webhook-timestamp": "1781080794",
      "webhook-signature": "v1,UsKlJP00XoQyOn410NM9xv34sP+Gl0jnOO9Lcpr7NJ4=",
    },
    rawBody: '{"id":"1234567890","status":"succeeded","message":"","create_time":1781080778802,"update_time":1781080794151}',
  }, { secrets: "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=", nowMs: () => 1781080794000 }).task.taskId`;
  expect(runInContext(script, createContext({ ...WEB_GLOBALS, klingkit }))).toBe("1234567890");
});
