import { expect, it } from "vitest";
import { TERMINAL_STATUSES } from "./task-status.ts";

it("ends a task with success, failure or cancellation only", () =>
  expect(TERMINAL_STATUSES).toEqual(["succeeded", "failed", "canceled"]));
