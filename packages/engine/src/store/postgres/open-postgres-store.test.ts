import { randomBytes } from "node:crypto";
import { expect, inject, it } from "vitest";
import { isPassing } from "../store-error.ts";
import { createPool } from "./create-pool.ts";
import { openPostgresStore } from "./open-postgres-store.ts";
import { parseAddress } from "./postgres-address.ts";

const failureOf = (address: string): Promise<unknown> =>
  openPostgresStore(address).catch((error: unknown) => error);

it("says which server cannot be reached, and that it may come back", async () => {
  const failure = await failureOf("postgres:///x?host=/no/such/folder&user=ada&password=secret");
  expect(failure).toMatchObject({ code: "store_unreachable" });
  expect(failure).toMatchObject({ message: expect.stringContaining("/no/such/folder/x") });
  expect(failure).not.toMatchObject({ message: expect.stringContaining("secret") });
  expect(isPassing(failure)).toBe(true);
});

it.each([
  ["a database that is not there", "/postgres?", "/no_such_database?"],
  ["a role that is not there", "user=postgres", "user=nobody_here"],
])("refuses %s for good", async (_, right, wrong) => {
  const failure = await failureOf(inject("postgresUrl").replace(right, wrong));
  expect(failure).toMatchObject({ code: "store_unreadable", mayHaveCharged: "no" });
  expect(isPassing(failure)).toBe(false);
});

/** Makes a role that may log in and nothing else, and its address for a schema named like it. */
async function createGuest(...more: readonly ((role: string) => string)[]): Promise<string> {
  const role = `guest_${randomBytes(4).toString("hex")}`;
  const address = parseAddress(inject("postgresUrl"));
  const pool = await createPool({ address, maxConnections: 1, settings: {} });
  const client = await pool.connect();
  for (const statement of [`create role ${role} login`, ...more.map((make) => make(role))])
    await client.query(statement, []);
  client.release();
  await pool.end();
  return `${inject("postgresUrl").replace("user=postgres", `user=${role}`)}&schema=${role}`;
}

it("refuses a role that may not make the schema, and says who can help", async () => {
  expect(await failureOf(await createGuest())).toMatchObject({
    code: "store_unreadable",
    mayHaveCharged: "no",
    message: expect.stringMatching(/permission denied.*owner grant/),
  });
});

it("says who can help a role that may not use the schema which is there", async () => {
  const address = await createGuest(
    (role) => `create schema ${role}`,
    (role) => `create schema ${role}_boss`,
  );
  expect(await failureOf(address)).toMatchObject({
    code: "store_unreadable",
    message: expect.stringContaining("Let its owner grant the role what is missing."),
  });
});

it("needs no right on the database where both schemas are there and belong to the role", async () => {
  const address = await createGuest(
    (role) => `create schema ${role} authorization ${role}`,
    (role) => `create schema ${role}_boss authorization ${role}`,
  );
  const store = await openPostgresStore(address, { wakeups: "pg-boss" });
  try {
    expect(await store.reader.selectFrom("job").selectAll().execute()).toEqual([]);
  } finally {
    await store.close();
  }
});
