import { findOperation } from "@klingkit/spec";
import { findHiggsfieldOperation } from "@klingkit/spec/higgsfield";
import { describe, expect, it } from "vitest";
import { listFixtures, loadFixture } from "./fixtures.ts";

const SECRET = /api-key-kling-[A-Za-z0-9]{6,}|eyJhbGciOi|[?&](Signature|Expires|token)=/i;

describe("fixtures", () => {
  const all = listFixtures();

  it("finds every kind", () => {
    expect(new Set(all.map(({ source }) => source.kind))).toEqual(
      new Set(["request", "response", "error", "callback", "signature"]),
    );
  });

  it.each(all)("$name tells where it comes from", ({ source }) => {
    expect(source.reference).toMatch(
      /^(kling-(video|platform|images|audio|effects|elements-voices|editing|solutions|account-callbacks)\.md|corrections\.md L\d+|seed)/,
    );
    expect(source.readOn).toMatch(/^\d{4}(-\d{2}){0,2}$/);
    if (source.url) expect(() => new URL(source.url ?? "")).not.toThrow();
  });

  it.each(all.filter(({ source }) => source.operation))(
    "$name belongs to a described operation",
    ({ source }) => {
      expect(findOperation(source.operation ?? "")).toBeDefined();
    },
  );

  it.each(all)("$name holds no secret", ({ body }) => {
    expect(JSON.stringify(body)).not.toMatch(SECRET);
  });

  it("says which file is missing", () => {
    expect(() => loadFixture("errors/no-such-fixture")).toThrow(/no-such-fixture/);
  });
});

describe("fixtures of Higgsfield", () => {
  const all = listFixtures(undefined, "higgsfield");

  it.each(all)("$name tells where it comes from, and holds no secret", ({ source, body }) => {
    expect(source.reference).toMatch(/^(higgsfield(-more)?\.md|seed 003)/);
    expect(source.readOn).toMatch(/^\d{4}(-\d{2}){0,2}$/);
    expect(JSON.stringify(body)).not.toMatch(SECRET);
  });

  it.each(all.filter(({ source }) => source.operation))("$name belongs to an operation", ({ source }) => {
    expect(findHiggsfieldOperation(source.operation ?? "")).toBeDefined();
  });
});
