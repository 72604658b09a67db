import { expect, it } from "vitest";
import { deriveKey, type RequestOrigin } from "./derive-key.ts";

const REQUEST: RequestOrigin = {
  account: "api-singapore.klingai.com 0123456789",
  purpose: "teaser",
  requestHash: "sha256:00ff",
  ordinal: 0,
  round: 0,
};

it("gives the keys that stores in use have: a change buys everything again", () => {
  expect(deriveKey(REQUEST)).toBe("klingkit-131b510cfd802599bd3f57524441a1c2");
  const retry = { account: REQUEST.account, replaces: deriveKey(REQUEST), retry: 0 };
  expect(deriveKey(retry)).toBe("klingkit-8e4f3514c899a2482060ac83d412bdf9");
});

it.each([
  ["account", { account: "another" }],
  ["purpose", { purpose: "poster" }],
  ["request", { requestHash: "sha256:00fe" }],
  ["ordinal", { ordinal: 1 }],
  ["round", { round: 1 }],
])("gives another %s another key", (_, change) => {
  expect(deriveKey({ ...REQUEST, ...change })).not.toBe(deriveKey(REQUEST));
});

it("lets no text of one part pass for another part", () => {
  const left = deriveKey({ ...REQUEST, account: "a", purpose: "b c" });
  expect(deriveKey({ ...REQUEST, account: "a b", purpose: "c" })).not.toBe(left);
});
