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
  "postgres://ada:12?secret=1@db/x",
  "postgres://ada:12#secret@db/x",
])("refuses %s without repeating a password", (address) => {
  const refuse = () => parseAddress(address);
  expect(refuse).toThrow(expect.objectContaining({ code: "store_address_invalid" }));
  expect(refuse).not.toThrow(/secret/);
});

it.each([
  ["shema=second", "Did you mean schema?"],
  ["search_path=second", "Did you mean schema?"],
  ["slmode=require", "Did you mean sslmode?"],
  ["bogus=1", "use ?schema=NAME"],
])("refuses the parameter %s, which would lead to another store than was meant", (parameter, hint) => {
  const refuse = () => parseAddress(`postgres://ada@db/x?${parameter}`);
  expect(refuse).toThrow(expect.objectContaining({ code: "store_address_invalid" }));
  expect(refuse).toThrow(hint);
});

it("takes what managed databases print into their addresses", () => {
  const address =
    "postgres://ada@db/x?sslmode=require&channel_binding=require&target_session_attrs=read-write";
  expect(parseAddress(address).schema).toBe("klingkit");
});
