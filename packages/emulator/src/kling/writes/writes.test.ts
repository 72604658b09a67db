import { WRITES } from "@klingkit/spec";
import { expect, it } from "vitest";
import { WRITE_HANDLERS } from "./index.ts";

it("answers every write of the registry, and no other", () =>
  expect(Object.keys(WRITE_HANDLERS).toSorted()).toEqual(WRITES.map(({ id }) => id).toSorted()));
