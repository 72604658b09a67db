import { createHttpHandler, serveHttp } from "@klingkit/mcp";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { expect, it } from "vitest";
import { call, createMcpWorld, ERAS, planOne } from "./support/mcp-world.ts";

it.each(ERAS)("serves clients of %s over a socket, with a token", async (era) => {
  await using world = await createMcpWorld();
  const server = await serveHttp({ ...world.serverOptions, token: "right" });
  const headers = { authorization: "Bearer right" };
  const client = new Client(
    { name: "socket", version: "1" },
    era === "2026-07-28" ? { versionNegotiation: { mode: { pin: era } } } : {},
  );
  try {
    await client.connect(
      new StreamableHTTPClientTransport(new URL(server.url), { requestInit: { headers } }),
    );
    const plan_hash = await planOne(client);
    const { data } = await call(client, "run_plan", { plan_hash });
    expect(data).toMatchObject({ state: "approval_required", plan_hash });
  } finally {
    await client.close();
    await server.close();
  }
});

it("refuses a body that is too large, and an address of other machines without a token", async () => {
  await using world = await createMcpWorld();
  await expect(serveHttp({ ...world.serverOptions, host: "0.0.0.0" })).rejects.toThrow(
    "give the server a token",
  );
  const server = await serveHttp(world.serverOptions);
  try {
    const body = "x".repeat(5_000_000);
    const response = await fetch(server.url, { method: "POST", body }).catch(() => undefined);
    // The connection may end before the response is read.
    expect([413, undefined]).toContain(response?.status);
    expect((await fetch(server.url.replace("/mcp", "/"))).status).toBe(404);
  } finally {
    await server.close();
  }
});

it.each([
  ["with a token, whatever the server is called", "right", "right", 415],
  ["not without the token", "right", "wrong", 401],
  ["not without a token of its own, under another name", undefined, "", 403],
])("serves other machines %s", async (_, token, given, status) => {
  await using world = await createMcpWorld();
  const handler = createHttpHandler({ ...world.serverOptions, token });
  const headers = { host: "192.168.1.5:8788", authorization: `Bearer ${given}` };
  const request = new Request("http://192.168.1.5:8788/mcp", { method: "POST", headers, body: "{}" });
  expect((await handler.fetch(request)).status).toBe(status);
  await handler.close();
});
