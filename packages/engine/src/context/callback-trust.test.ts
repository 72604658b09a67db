import { expect, it } from "vitest";
import { createCallbackTrust } from "./callback-trust.ts";

const NOW_MS = 1_000_000;

it("is not given in advance", () => {
  expect(createCallbackTrust().isEarned()).toBe(false);
});

it("is earned by an end that was told, and lost by one that was not", () => {
  const trust = createCallbackTrust();
  trust.note({ wasTold: true, endedAtMs: NOW_MS, nowMs: NOW_MS });
  expect(trust.isEarned()).toBe(true);
  trust.note({ wasTold: false, endedAtMs: NOW_MS - 10_001, nowMs: NOW_MS });
  expect(trust.isEarned()).toBe(false);
});

it("is kept while a callback may still be on its way", () => {
  const trust = createCallbackTrust();
  trust.note({ wasTold: true, endedAtMs: NOW_MS, nowMs: NOW_MS });
  trust.note({ wasTold: false, endedAtMs: NOW_MS - 9000, nowMs: NOW_MS });
  expect(trust.isEarned()).toBe(true);
});

it("is open until the first end was told or missed", () => {
  const [told, missed] = [createCallbackTrust(), createCallbackTrust()];
  expect(told.isOpen()).toBe(true);
  told.note({ wasTold: true, endedAtMs: NOW_MS, nowMs: NOW_MS });
  missed.note({ wasTold: false, endedAtMs: NOW_MS - 10_001, nowMs: NOW_MS });
  expect([told.isOpen(), missed.isOpen()]).toEqual([false, false]);
});
