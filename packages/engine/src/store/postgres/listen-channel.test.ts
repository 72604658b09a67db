import { openSilentProxy } from "@klingkit/testkit";
import { expect, inject, it, vi } from "vitest";
import { loadDriver } from "./create-pool.ts";
import { listenChannel } from "./listen-channel.ts";
import { parseAddress } from "./postgres-address.ts";

it("subscribes again over a new connection, and tells of each loss once", async () => {
  await using proxy = await openSilentProxy(inject("postgresUrl"));
  const { Client } = await loadDriver();
  const createClient = () => new Client(parseAddress(proxy.url("listen")));
  const notify = async (text: string) => {
    const client = new Client(parseAddress(inject("postgresUrl")));
    await client.connect();
    await client.query("select pg_notify('klingkit-test', $1)", [text]);
    await client.end();
  };
  const heard: string[] = [];
  const lost: unknown[] = [];
  let subscriptions = 0;
  const { close } = await listenChannel("klingkit-test", {
    createClient,
    onPayload: (payload) => heard.push(payload),
    onSubscribed: () => {
      subscriptions += 1;
    },
    onLost: (error) => lost.push(error),
  });
  await notify("one");
  await vi.waitFor(() => expect(heard).toEqual(["one"]), 5000);
  proxy.shutDown();
  await vi.waitFor(() => expect(subscriptions).toBe(2), 10_000);
  await notify("two");
  await vi.waitFor(() => expect(heard).toEqual(["one", "two"]), 5000);
  expect(lost).toEqual([expect.objectContaining({ code: "57P01" })]);
  await close();
  await notify("three");
  expect(heard).toEqual(["one", "two"]);
});

it("resolves where no connection is to be had, and ends while it tries again", async () => {
  const { Client } = await loadDriver();
  const lost: unknown[] = [];
  const { close } = await listenChannel("klingkit-test", {
    createClient: () => new Client({ host: "/no/such/folder" }),
    onPayload: () => undefined,
    onSubscribed: () => undefined,
    onLost: (error) => lost.push(error),
  });
  expect(lost).toEqual([expect.objectContaining({ code: "ENOENT" })]);
  await close();
});
