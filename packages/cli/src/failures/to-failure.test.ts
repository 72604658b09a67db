import { expect, test } from "vitest";
import { toFailure } from "./to-failure.ts";

const messageOf = (error: unknown): string => toFailure(error, new AbortController().signal).message;

test.each([
  ["an object with a message", { message: "timeout", stack: "at …" }, "timeout"],
  ["an object with other fields", { errno: 5 }, "an error without a message (fields: errno)"],
  ["an object without fields", {}, "an error without a message"],
  ["a text", "gone", "gone"],
])("puts %s in words", (_, error, message) => {
  expect(messageOf(error)).toBe(message);
});
