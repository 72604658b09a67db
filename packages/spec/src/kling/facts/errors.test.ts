import { describe, expect, it } from "vitest";
import { ERROR_TABLE, findErrorRow } from "./errors.ts";

// [HTTP status, code, class, may be sent again, may have made a task], read from the error page and its notes.
const PAGE = [
  [200, 0, "ok", false, "yes"],
  [401, 1000, "authentication", false, "no"],
  [401, 1001, "authentication", false, "no"],
  [401, 1002, "authentication", false, "no"],
  [401, 1003, "authentication", false, "no"],
  [401, 1004, "authentication", false, "no"],
  [429, 1100, "account", false, "no"],
  [429, 1101, "insufficient-balance", false, "no"],
  [429, 1102, "insufficient-balance", false, "no"],
  [403, 1103, "permission", false, "no"],
  [400, 1200, "invalid-request", false, "no"],
  [400, 1201, "invalid-request", false, "no"],
  [404, 1202, "not-found", false, "no"],
  [404, 1203, "not-found", false, "no"],
  [400, 1300, "content-policy", false, "no"],
  [400, 1301, "content-policy", false, "no"],
  [429, 1302, "rate-limit", true, "no"],
  [429, 1303, "concurrency-limit", true, "no"],
  [429, 1304, "permission", false, "no"],
  [500, 5000, "server", true, "unknown"],
  [503, 5001, "server", true, "unknown"],
  [504, 5002, "server", true, "unknown"],
] as const;

describe("error table", () => {
  it("has the 22 rows of the page and no other", () => {
    expect(ERROR_TABLE.map(({ code }) => code)).toEqual(PAGE.map(([, code]) => code));
    expect(ERROR_TABLE).toHaveLength(22);
  });

  it.each(PAGE)(
    "HTTP %i code %i is %s, retryable %s, charged %s",
    (httpStatus, code, kind, isRetryable, mayHaveCharged) => {
      expect(findErrorRow(code)).toMatchObject({ httpStatus, class: kind, isRetryable, mayHaveCharged });
    },
  );

  it("never lets a permanent 429 be sent again", () => {
    const permanent = ERROR_TABLE.filter(({ httpStatus, isRetryable }) => httpStatus === 429 && !isRetryable);
    expect(permanent.map(({ code }) => code)).toEqual([1100, 1101, 1102, 1304]);
  });

  it("gives every row words for people", () => {
    for (const { meaning, remedy, mayHaveCharged } of ERROR_TABLE) {
      // What to do after an unclear end depends on the operation.
      const words = mayHaveCharged === "no" ? [meaning, remedy] : [meaning];
      expect(words.every((text) => text.length > 5)).toBe(true);
    }
  });

  it("knows no row for an unlisted code", () => expect(findErrorRow(1104)).toBeUndefined());
});
