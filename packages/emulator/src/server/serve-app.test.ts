import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ConnectionReset } from "../world/faults/connection-reset.ts";
import { type ServedApp, type ServeOptions, serveApp } from "./serve-app.ts";

const open: ServedApp[] = [];

async function serve(options: ServeOptions): Promise<ServedApp> {
  const app = await serveApp({ closeGraceMs: 50, ...options });
  open.push(app);
  return app;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
});

describe("serveApp", () => {
  it("hands method, url, headers and body to the handler and its answer to the client", async () => {
    const { baseUrl } = await serve({
      fetch: async (request) =>
        Response.json(
          {
            method: request.method,
            url: request.url,
            key: request.headers.get("x-a"),
            body: await request.text(),
          },
          { status: 201 },
        ),
    });
    const response = await fetch(`${baseUrl}/a%20b?c=d`, {
      method: "POST",
      headers: { "x-a": "1" },
      body: "{é}",
    });
    expect(response.status).toBe(201);
    expect(response.headers.get("content-length")).not.toBeNull();
    expect(await response.json()).toEqual({
      method: "POST",
      url: `${baseUrl}/a%20b?c=d`,
      key: "1",
      body: "{é}",
    });
  });

  it("hands a POST that announces no body to the handler as an empty one", async () => {
    const { port } = await serve({ fetch: async (request) => Response.json(await request.text()) });
    expect(await rawAnswer(port, "POST")).toMatch(/^HTTP\/1\.1 200 .*\r\n\r\n""$/s);
  });

  it("binds to the loopback address and a free port by default", async () => {
    const { baseUrl, port } = await serve({ fetch: () => new Response("ok") });
    expect(baseUrl).toBe(`http://127.0.0.1:${port}`);
    expect(port).toBeGreaterThan(0);
  });

  it("rejects when the port is taken", async () => {
    const { port } = await serve({ fetch: () => new Response("ok") });
    await expect(serveApp({ port, fetch: () => new Response("ok") })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });

  it("resets the connection when the handler throws ConnectionReset", async () => {
    const { baseUrl } = await serve({ fetch: () => Promise.reject(new ConnectionReset()) });
    const error: unknown = await fetch(baseUrl).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ cause: { code: "ECONNRESET" } });
  });

  it("resets the connection under TLS, and goes on serving", async () => {
    let count = 0;
    const fetch = () => {
      count += 1;
      if (count === 1) throw new ConnectionReset();
      return new Response("fine");
    };
    const { port, certificate = "" } = await serve({ tls: true, fetch });
    const get = () => getTls({ host: "127.0.0.1", port, ca: certificate });
    await expect(get()).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(await get()).toBe("fine");
  });

  it("delivers the bytes before the cut when a body throws", async () => {
    const { baseUrl, port } = await serve({ fetch: () => cutAfter("0123456789", 1000) });
    expect(await rawAnswer(port)).toMatch(/content-length: 1000\r\n(?:.*\r\n)*\r\n0123456789$/);
    const response = await fetch(baseUrl);
    await expect(response.text()).rejects.toThrow();
  });

  it("answers 500 when the handler breaks, and goes on serving", async () => {
    let calls = 0;
    const { baseUrl } = await serve({
      fetch: () => {
        calls += 1;
        if (calls === 1) throw new Error("broken");
        return new Response("fine");
      },
    });
    expect((await fetch(baseUrl)).status).toBe(500);
    expect(await (await fetch(baseUrl)).text()).toBe("fine");
  });

  it("refuses a body over the limit, with and without a content-length", async () => {
    let handled = 0;
    const { baseUrl } = await serve({
      maxBodyBytes: 10,
      fetch: () => {
        handled += 1;
        return new Response("ok");
      },
    });
    const chunked = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.alloc(6));
        controller.enqueue(Buffer.alloc(6));
        controller.close();
      },
    });
    const withoutLength = { method: "POST", body: chunked, duplex: "half" };
    const known = await fetch(baseUrl, { method: "POST", body: "x".repeat(11) });
    const unknown = await fetch(baseUrl, withoutLength);
    expect([known.status, unknown.status, handled]).toEqual([413, 413, 0]);
    expect((await fetch(baseUrl, { method: "POST", body: "x".repeat(10) })).status).toBe(200);
  });

  it("aborts the request's signal when the client leaves", async () => {
    const arrived = Promise.withResolvers<Request>();
    const { baseUrl } = await serve({
      fetch: (request) => {
        arrived.resolve(request);
        return new Promise<Response>((_, reject) =>
          request.signal.addEventListener("abort", () => reject(request.signal.reason)),
        );
      },
    });
    const leaving = new AbortController();
    const pending = fetch(baseUrl, { signal: leaving.signal }).catch(() => "left");
    const { signal } = await arrived.promise;
    const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve));
    leaving.abort();
    expect(await pending).toBe("left");
    await aborted;
  });

  it("stops reading a stream when the client stops reading it, and cancels it when the client leaves", async () => {
    let pulls = 0;
    const canceled = Promise.withResolvers<void>();
    const stream = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          pulls += 1;
          controller.enqueue(new Uint8Array(1024 * 1024));
        },
        cancel: () => canceled.resolve(),
      });
    const { baseUrl } = await serve({ fetch: () => new Response(stream()) });
    const reader = (await fetch(baseUrl)).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await canceled.promise;
    expect(pulls).toBeLessThan(200);
  });

  it("answers HEAD with the headers only", async () => {
    const { baseUrl, port } = await serve({
      fetch: () => new Response("12345", { headers: { "content-length": "5" } }),
    });
    const response = await fetch(baseUrl, { method: "HEAD" });
    expect(response.headers.get("content-length")).toBe("5");
    expect(await rawAnswer(port, "HEAD")).toMatch(/\r\n\r\n$/);
  });

  it("close lets a running answer finish and ends idle keep-alive connections", async () => {
    const release = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const app = await serve({
      closeGraceMs: 15_000,
      fetch: async (request) => {
        if (request.url.endsWith("/slow")) {
          arrived.resolve();
          await release.promise;
        }
        return new Response("done");
      },
    });
    await (await fetch(app.baseUrl)).text();
    const slow = fetch(`${app.baseUrl}/slow`);
    await arrived.promise;
    const closed = app.close();
    release.resolve();
    expect(await (await slow).text()).toBe("done");
    await closed;
    await expect(fetch(app.baseUrl)).rejects.toThrow();
  });

  it("close cuts an answer that never comes, after the grace time", async () => {
    const arrived = Promise.withResolvers<void>();
    const app = await serve({
      fetch: () => {
        arrived.resolve();
        return new Promise<Response>(() => undefined);
      },
    });
    const pending = fetch(app.baseUrl).catch(() => "cut");
    await arrived.promise;
    await app.close();
    expect(await pending).toBe("cut");
  });

  it("serves TLS that a client which trusts the certificate accepts by name and by address", async () => {
    const { port, certificate = "", baseUrl } = await serve({ tls: true, fetch: (r) => new Response(r.url) });
    expect(baseUrl).toBe(`https://127.0.0.1:${port}`);
    for (const host of ["127.0.0.1", "localhost"]) {
      expect(await getTls({ host, port, ca: certificate })).toBe(`https://${host}:${port}/x`);
    }
    await expect(getTls({ host: "127.0.0.1", port })).rejects.toMatchObject({
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    });
  });
});

function cutAfter(text: string, declaredBytes: number): Response {
  let isSent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isSent) return controller.error(new ConnectionReset());
      isSent = true;
      controller.enqueue(Buffer.from(text));
    },
  });
  return new Response(body, { headers: { "content-length": String(declaredBytes) } });
}

function rawAnswer(port: number, method = "GET"): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () =>
      socket.write(`${method} / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`),
    );
    socket.on("data", (data) => {
      text += data.toString("latin1");
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
  });
}

function getTls(options: { host: string; port: number; ca?: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest({ ...options, path: "/x", agent: false }, (response) => {
      let text = "";
      response.on("data", (data: Buffer) => {
        text += data.toString();
      });
      response.on("end", () => resolve(text));
    });
    request.on("error", reject).end();
  });
}
