import { expect, test } from "vitest";
import { createSystemClock } from "./clock.ts";
import { createServerClock } from "./server-clock.ts";

const DATE = "Mon, 30 Nov 2026 08:00:00 GMT";
const DATE_MS = Date.parse(DATE);

test("learns from every answer, also from a second one with the same date", () => {
  const clock = createServerClock(createSystemClock());
  clock.learn(DATE, DATE_MS, DATE_MS);
  expect(clock.offsetMs()).toBe(500);
  clock.learn(DATE, DATE_MS + 200, DATE_MS + 400);
  expect(clock.offsetMs()).toBe(200);
});

test.each([null, "", "yesterday"])("keeps what it knows after an answer with the date %o", (header) => {
  const clock = createServerClock(createSystemClock());
  clock.learn(header, 0, 0);
  expect(clock.offsetMs()).toBeUndefined();
  clock.learn(DATE, DATE_MS, DATE_MS);
  clock.learn(header, 0, 0);
  expect(clock.offsetMs()).toBe(500);
});
