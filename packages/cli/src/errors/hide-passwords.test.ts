import { expect, it } from "vitest";
import { hidePasswords } from "./hide-passwords.ts";

it.each([
  ["unknown command 'postgres://ada:secret@db/x'", "unknown command 'postgres://ada:***@db/x'"],
  ["open '/a/postgres:/ada:se/cr:et@db/x'", "open '/a/postgres:/ada:***@db/x'"],
  ["postgresql://ada:se@cret@db/x and more", "postgresql://ada:***@db/x and more"],
  ["postgres:///x?user=ada&password=secret&host=db", "postgres:///x?user=ada&password=***&host=db"],
  ["postgres://db.example:5432/x", "postgres://db.example:5432/x"],
  ["mail to ada@example.com: see postgres://db/x", "mail to ada@example.com: see postgres://db/x"],
])("tells %j without a password", (text, shown) => {
  expect(hidePasswords(text)).toBe(shown);
});
