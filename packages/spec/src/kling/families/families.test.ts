import { describe, expect, it } from "vitest";
import { canonicalStatus, KLING_FAMILIES } from "./families.ts";

describe("status words", () => {
  it.each([
    ["submitted", "submitted"],
    ["processing", "processing"],
    ["succeed", "succeeded"],
    ["succeeded", "succeeded"],
    ["failed", "failed"],
    [" SUCCEED ", "succeeded"],
    ["queued", "unknown"],
    ["", "unknown"],
    [undefined, "unknown"],
    [3, "unknown"],
  ])("%j means %s", (raw, canonical) => expect(canonicalStatus(raw)).toBe(canonical));

  it("spells success differently in the two families", () => {
    expect(KLING_FAMILIES.legacy.statusWords.succeeded).toBe("succeed");
    expect(KLING_FAMILIES.standard.statusWords.succeeded).toBe("succeeded");
  });

  it("maps every family's words back", () => {
    for (const { statusWords } of Object.values(KLING_FAMILIES)) {
      for (const [canonical, word] of Object.entries(statusWords))
        expect(canonicalStatus(word)).toBe(canonical);
    }
  });
});

it("lets a token of AccessKey and SecretKey into /v1 and /account only", () => {
  expect(KLING_FAMILIES.legacy.credentials).toEqual(["api-key", "jwt"]);
  expect(KLING_FAMILIES.account.credentials).toEqual(["api-key", "jwt"]);
  expect(KLING_FAMILIES.standard.credentials).toEqual(["api-key"]);
});

it("names the id field of each family", () => {
  expect(KLING_FAMILIES.legacy.idField).toBe("task_id");
  expect(KLING_FAMILIES.standard.idField).toBe("id");
});
