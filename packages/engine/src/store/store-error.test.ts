import { expect, it } from "vitest";
import { isPassing, StoreError } from "./store-error.ts";

it.each([
  ["a full disk", 13, true],
  ["a write that the disk did not take", 10 | (3 << 8), true],
  ["a reader that another writer overtook", 5 | (2 << 8), true],
  ["a row that is there already", 19 | (6 << 8), false],
])("what SQLite says of %s may pass or not", (_, errcode, expected) => {
  expect(isPassing(Object.assign(new Error("said by SQLite"), { errcode }))).toBe(expected);
});

it("a closed store stays closed", () => {
  expect(isPassing(new StoreError("store_closed", "the store was closed"))).toBe(false);
});
