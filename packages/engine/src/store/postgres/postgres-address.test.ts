import { expect, it } from "vitest";
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
