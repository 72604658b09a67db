import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createLeanFetch } from "./lean-fetch.ts";

const leanFetch = createLeanFetch();

let server: Server;
let url: string;

beforeEach(async () => {
  server = createServer((request, response) => {
    if (request.url === "/moved") return void response.writeHead(302, { location: "/" }).end();
    if (request.url === "/silent") return;
    request.setEncoding("utf8");
    let text = "";
    request.on("data", (part: string) => {
      text += part;
    });
    request.on("end", () => response.writeHead(200, { "x-seen": request.method ?? "" }).end(`got ${text}`));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

it("answers what the SDK reads of a Response, without the built-in fetch", async () => {
  const answer = await leanFetch(`${url}/`, { method: "POST", body: "ä fox" });
  expect(answer).not.toBeInstanceOf(Response);
  expect({ status: answer.status, ok: answer.ok, seen: answer.headers.get("X-Seen") }).toEqual({
    status: 200,
    ok: true,
    seen: "POST",
  });
  expect(await answer.text()).toBe("got ä fox");
});

it("takes a null body for none, so that a read stays quick to start", async () => {
  const answer = await leanFetch(`${url}/`, { body: null });
  expect(answer).not.toBeInstanceOf(Response);
  expect(await answer.text()).toBe("got ");
});

it("follows no redirect", async () => {
  expect(await leanFetch(`${url}/moved`)).toMatchObject({ status: 302, ok: false });
});

it("keeps the name of an abort", async () => {
  const controller = new AbortController();
  const answer = leanFetch(`${url}/silent`, { signal: controller.signal });
  controller.abort();
  await expect(answer).rejects.toMatchObject({ name: "AbortError" });
});

it("reports a refused connection as fetch does", async () => {
  // Nothing listens on port 1 of the loopback address.
  await expect(leanFetch("http://127.0.0.1:1/")).rejects.toMatchObject({
    name: "TypeError",
    cause: { code: "ECONNREFUSED" },
  });
});
