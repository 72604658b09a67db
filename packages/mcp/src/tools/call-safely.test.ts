import { StoreError } from "@klingkit/engine";
import { expect, it } from "vitest";
import { callSafely } from "./call-safely.ts";

const textOf = (result: unknown): string =>
  (result as { readonly content: readonly { readonly text: string }[] }).content[0]?.text ?? "";
const failing = (error: Error) => callSafely("reads", () => Promise.reject(error));

it.each([
  "cannot reach postgres://kling:s3cret@db.example/videos",
  "GET https://cdn.example/a.mp4?Expires=1&Signature=s3cret failed",
  "header Authorization: Bearer s3cret was refused",
])("keeps secrets out of a failure: %s", async (message) => {
  const result = await failing(new StoreError("store_unreachable", message));
  expect(JSON.stringify(result)).not.toContain("s3cret");
  expect(result).toMatchObject({ isError: true });
  expect(textOf(result)).toMatch(/"code":"store_unreachable".*"may_have_charged":"no"/);
});

it("has a code for what nobody expected", async () => {
  const result = await failing(new TypeError("x is undefined"));
  expect(textOf(result)).toMatch(
    /"code":"internal_error","message":"x is undefined\. This call sent nothing\."/,
  );
});

it("says of a tool that makes jobs that it may have made some", async () => {
  const result = await callSafely("spends", () => Promise.reject(new TypeError("x is undefined")));
  expect(textOf(result)).toMatch(/may buy\. Call job_status.*"may_have_charged":"unknown"/);
});
