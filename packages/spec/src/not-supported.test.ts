import { expect, it } from "vitest";
import { notSupported } from "./not-supported.ts";

it.each([
  [["global"], "'mars' is not supported. Use global."],
  [["global", "cn"], "'mars' is not supported. Use global or cn."],
  [["16:9", "9:16", "1:1"], "'mars' is not supported. Use 16:9, 9:16 or 1:1."],
])("names what is supported: %j", (known, message) => {
  expect(notSupported("mars", known)).toBe(message);
});
