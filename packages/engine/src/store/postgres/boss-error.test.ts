import { expect, it } from "vitest";
import { toBossError } from "./boss-error.ts";
import { explainFailure } from "./explain-failure.ts";

const refused = (message: string) => Object.assign(new Error(message), { code: "ECONNREFUSED" });
const said = (error: unknown) => explainFailure(toBossError(error), { place: "db/videos" }).message;

it("reads the same in every loop of pg-boss, and as where no loop is named", () => {
  const plain = said(refused("connect ECONNREFUSED 127.0.0.1:5432"));
  const first = refused("connect ECONNREFUSED 127.0.0.1:5432 (Queue: klingkit-due, Worker: 1f-2)");
  const second = { ...refused(""), message: `${first.message} (Queue: klingkit-due, Worker: 3a-4)` };
  expect(plain).toContain("cannot be reached: connect ECONNREFUSED 127.0.0.1:5432.");
  expect([said(first), said(second)]).toEqual([plain, plain]);
});

it("keeps what tells an outage from a refusal", () => {
  const error = toBossError({ message: "no (Queue: q, Worker: w)", code: "28P01" });
  expect(error).toMatchObject({ message: "no", code: "28P01" });
  expect(toBossError("gone")).toMatchObject({ message: "gone" });
});

it("names the addresses that were tried where the sum of their errors says nothing", () => {
  const sum = new AggregateError([refused("connect ECONNREFUSED ::1:5432")], " (Queue: q, Worker: w)");
  expect(said(Object.assign(sum, { code: "ECONNREFUSED" }))).toContain("connect ECONNREFUSED ::1:5432");
});
