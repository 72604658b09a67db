import { expect, test } from "vitest";
import { readPolicy } from "./policy.ts";

const BASE = { kind: "klingkit.policy", version: 1, writtenBy: "ada" } as const;

test("a policy may begin with a byte order mark", () => {
  expect(readPolicy(`\uFEFF${JSON.stringify(BASE)}`)).toEqual(BASE);
});

test("a limit that stands there twice is refused: which one was meant?", () => {
  const text = JSON.stringify({ ...BASE, unitsPerDay: 3 }).replace("}", ',"unitsPerDay":300}');
  expect(() => readPolicy(text)).toThrow(
    expect.objectContaining({
      code: "policy_invalid",
      message: expect.stringContaining("Map keys must be unique"),
    }),
  );
});

test.each([
  [
    { routes: ["text-to-video:kling-9"] },
    "routes.0: no route has the ID text-to-video:kling-9. `kling routes` lists the routes",
  ],
  [{ expires: "tomorrow" }, "expires: expected a date and time in UTC, such as 2026-12-31T18:00:00Z"],
  [{ unitsPerRun: -1 }, "unitsPerRun: the least is 0"],
  [{ unitsPerDay: "3" }, "unitsPerDay: expected a number"],
  [{ createsPerRun: 0.5 }, "createsPerRun: expected a whole number"],
  [{ writtenBy: "" }, "writtenBy: must not be empty"],
])("says what is expected: %j", (fields, words) => {
  expect(() => readPolicy(JSON.stringify({ ...BASE, ...fields }))).toThrow(`policy: ${words}`);
});
