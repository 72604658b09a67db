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
      message: expect.stringContaining("unitsPerDay is here twice. Remove one of them."),
    }),
  );
});

test.each([
  [
    { routes: ["text-to-video:kling-9"] },
    'routes[0] "text-to-video:kling-9" is not a route. Did you mean text-to-video:kling-3.0? `kling routes` lists the routes.',
  ],
  [
    { routes: ["kling-video/v3.0/std/text-to-vide"] },
    'routes[0] "kling-video/v3.0/std/text-to-vide" is not a route. Did you mean kling-video/v3.0/std/text-to-video? `kling routes` lists the routes.',
  ],
  [
    { expires: "tomorrow" },
    'expires "tomorrow" must be a date and time in UTC, such as 2026-12-31T18:00:00Z.',
  ],
  [{ unitsPerRun: -1 }, "unitsPerRun -1 must be at least 0."],
  [{ unitsPerDay: "3" }, 'unitsPerDay "3" must be a number.'],
  [{ createsPerRun: 0.5 }, "createsPerRun 0.5 must be a whole number."],
  [{ writtenBy: "" }, "writtenBy must not be empty."],
])("says what is expected: %j", (fields, words) => {
  expect(() => readPolicy(JSON.stringify({ ...BASE, ...fields }))).toThrow(words);
});

test("says all mistakes at once, each with its place", () => {
  const text = ["kind: klingkit.policy", "version: 1", "writenBy: ada", "unitsPerRun: -1"].join("\n");
  expect(() => readPolicy(text, "policy.yaml")).toThrow(
    expect.objectContaining({
      code: "policy_invalid",
      message: [
        "policy.yaml:1:1: writtenBy is missing.",
        "policy.yaml:3:1: writenBy is not a field here. Did you mean writtenBy?",
        "policy.yaml:4:14: unitsPerRun -1 must be at least 0.",
      ].join("\n"),
    }),
  );
});
