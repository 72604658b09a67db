import { expect, it } from "vitest";
import { emulatedWaits } from "./emulated-waits.ts";

it("keeps the waits of the engine at the real pace", () => {
  expect(emulatedWaits(1)).toEqual({ timing: {}, slots: {} });
});

it("shortens what follows the pace of the service, and looks at the store no more often than it can", () => {
  expect(emulatedWaits(5)).toMatchObject({
    timing: { pollMs: 50, readSlackMs: 500 },
    slots: { probeFirstMs: 400, growMaxMs: 180_000 },
  });
  expect(emulatedWaits(1000).timing).toEqual({ pollMs: 25, readSlackMs: 3 });
});
