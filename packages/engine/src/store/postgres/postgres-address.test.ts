import { expect, it } from "vitest";
import { isPassing } from "../store-error.ts";
import { openPostgresStore } from "./open-postgres-store.ts";
import { parseAddress } from "./postgres-address.ts";

it("takes the schema out of the address and leaves the rest to the driver", () => {
  expect(parseAddress("postgres://ada:secret@db.example:5433/videos?sslmode=require&schema=team_a")).toEqual({
    connectionString: "postgres://ada:secret@db.example:5433/videos?sslmode=require",
    schema: "team_a",
    serverOptions: "",
  });
  expect(parseAddress("postgresql:///videos?host=/run/postgresql").schema).toBe("klingkit");
});

it.each(["jobs.sqlite", "mysql://ada:secret@db/x", "postgres://ada:secret@db/x?schema=a;drop"])(
  "refuses %s without repeating a password",
  (address) => {
    const refuse = () => parseAddress(address);
    expect(refuse).toThrow(expect.objectContaining({ code: "store_address_invalid" }));
    expect(refuse).not.toThrow(/secret/);
  },
);

it("says that a server that cannot be reached may come back", async () => {
  const failure = await openPostgresStore("postgres:///x?host=/no/such/folder&user=ada").catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: "store_write_failed" });
  expect(isPassing(failure)).toBe(true);
});
