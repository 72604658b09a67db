import { globSync, readFileSync } from "node:fs";
import { findHiggsfieldError } from "@klingkit/spec/higgsfield";
import { expect, test } from "vitest";
import { ERROR_CODE_GROUPS, type ErrorCode, findErrorCode, type UsageCode } from "./error-codes.ts";

const SOURCES = "packages/cli/src/**/*.ts";
const IGNORED = /\.(?:test|gen)\.ts$|\/(?:testing|codes)\//;
/** Codes as the sources write them: in an error, and in what makes one. */
const WRITTEN = /(?:usageError\(\s*|new CliError\(\{\s*code: |\{ (?:flag: "[^"]*", )?code: )"([a-z_]+)"/g;

test("lists every code that the command line writes", () => {
  const found = globSync(SOURCES)
    .filter((path) => !IGNORED.test(path.replaceAll("\\", "/")))
    .flatMap((path) => [...readFileSync(path, "utf8").matchAll(WRITTEN)].map(([, code = ""]) => code));

  expect(new Set(found).size).toBeGreaterThan(80);
  expect([...new Set(found)].filter((code) => findErrorCode(code).length === 0)).toEqual([]);
});

test("finds a code whatever its case, with the part that has it", () => {
  const code: ErrorCode = "still_pending";
  const usage: UsageCode = "usage_error";

  expect(findErrorCode(code.toUpperCase())).toMatchObject([{ code, group: { id: "command" } }]);
  expect(findErrorCode(usage)).toMatchObject([{ code: usage, charged: "no" }]);
  expect(findErrorCode("no_such_code")).toEqual([]);
});

test("says of every code what happened and what to do, in sentences", () => {
  const rows = ERROR_CODE_GROUPS.flatMap(({ codes }) => Object.entries(codes));
  const broken = rows.filter(([, { meaning, next }]) =>
    [meaning, next].some((text) => !/^[\w`"“-].*\.$/s.test(text)),
  );

  expect(broken).toEqual([]);
});

test("never advises to buy a whole batch again for what one job lost", () => {
  const rows = ERROR_CODE_GROUPS.flatMap(({ codes }) => Object.entries(codes));

  expect(rows.filter(([, { next }]) => next.includes("--again"))).toEqual([]);
});

test("says of a key that was sent before what the table of the service says: the first request may be charged", () => {
  const text = "Idempotency-Key was used with different request parameters";
  const charged = findHiggsfieldError({
    httpStatus: 422,
    code: undefined,
    detail: text,
    era: "c",
  })?.mayHaveCharged;
  const [job] = findErrorCode("key_reused");

  expect(charged).toBe("unknown");
  expect(findErrorCode("KLINGKIT_IDEMPOTENCY_MISMATCH")).toMatchObject([{ charged }]);
  expect(job).toMatchObject({ charged, group: { id: "job" } });
});
