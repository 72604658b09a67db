import { StoreError } from "@klingkit/engine";
import { expect, test } from "vitest";
import type { Deps } from "../../deps.ts";
import { createListenView } from "./listen-view.ts";

test("a line of JSON about a trouble has the code of its cause", () => {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) };
  const deps = { io: { stdout: stream, stderr: stream }, clock: { nowMs: () => 0 }, env: {} };
  const error = new StoreError("store_write_failed", "The disk is full.");
  // What the view needs of them.
  createListenView(deps as unknown as Deps, true, undefined).trouble(error);
  expect(JSON.parse(written.join(""))).toEqual({
    type: "listen.trouble",
    at: "1970-01-01T00:00:00.000Z",
    code: "store_write_failed",
    message: "The disk is full.",
  });
});
