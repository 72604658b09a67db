import { expect, inject, it } from "vitest";
import { isPassing } from "../store-error.ts";
import { createPool } from "./create-pool.ts";
import { openPostgresStore } from "./open-postgres-store.ts";
import { parseAddress } from "./postgres-address.ts";

it("takes the schema out of the address and leaves the rest to the driver", () => {
  expect(parseAddress("postgres://ada:secret@db.example:5433/videos?sslmode=require&schema=team_a")).toEqual({
    connectionString: "postgres://ada:secret@db.example:5433/videos?sslmode=require",
    schema: "team_a",
    serverOptions: "",
    place: "db.example:5433/videos",
  });
  expect(parseAddress("postgresql:///videos?host=/run/postgresql")).toMatchObject({
    schema: "klingkit",
    place: "/run/postgresql/videos",
  });
});

it.each([
  "jobs.sqlite",
  "mysql://ada:secret@db/x",
  "postgres://ada:secret@db/x?schema=a;drop",
  // Passwords with a character that ends the host.
  "postgres://ada:12/secret@db/x",
  "postgres://ada:12?secret@db/x",
  "postgres://ada:12#secret@db/x",
])("refuses %s without repeating a password", (address) => {
  const refuse = () => parseAddress(address);
  expect(refuse).toThrow(expect.objectContaining({ code: "store_address_invalid" }));
  expect(refuse).not.toThrow(/secret/);
});

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
  expect(failure).toMatchObject({ code: "store_unreadable" });
  expect(isPassing(failure)).toBe(false);
});

it("refuses a role that may not make the schema, and says who can help", async () => {
  const admin = await createPool({
    address: parseAddress(inject("postgresUrl")),
    maxConnections: 1,
    settings: {},
  });
  const client = await admin.connect();
  await client.query("create role guest login", []);
  client.release();
  await admin.end();
  const address = `${inject("postgresUrl").replace("user=postgres", "user=guest")}&schema=forbidden`;
  expect(await failureOf(address)).toMatchObject({
    code: "store_unreadable",
    message: expect.stringMatching(/permission denied.*owner grant/),
  });
});
