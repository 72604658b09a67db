import { TEST_CALLBACK_PAUSE_SECONDS } from "@klingkit/spec";
import {
  type CallbackAttempt,
  type CallbackSenderOptions,
  createCallbackSender,
} from "../server/callbacks/callback-sender.ts";
import type { Chance } from "../world/chance.ts";

export interface TestCallbackParts {
  readonly options: CallbackSenderOptions;
  readonly nowMs: () => number;
  readonly chance: Chance;
}

/** The button "Send Test Callback" of the console: one delivery of a task that does not exist. @source DOC 2026-09 callbacks page */
export function createTestCallbacks({ options, nowMs, chance }: TestCallbackParts) {
  let count = 0;
  let lastAtMs = Number.NEGATIVE_INFINITY;
  return async (url: string): Promise<CallbackAttempt> => {
    const atMs = nowMs();
    if (atMs - lastAtMs < TEST_CALLBACK_PAUSE_SECONDS * 1000)
      throw new RangeError(
        `A test callback was sent less than ${TEST_CALLBACK_PAUSE_SECONDS} s ago. Wait, then send it again.`,
      );
    lastAtMs = atMs;
    count += 1;
    const taskId = idOf(chance.hex("test callback", count));
    return new Promise((resolve) => {
      const sender = createCallbackSender({ ...options, onAttempt: resolve });
      sender.deliver({ url, taskId, body: bodyOf(taskId, atMs) });
    });
  };
}

const LEAST_ID = 10n ** 17n;

/** 18 digits, as tasks have. */
const idOf = (hex: string): string => String(LEAST_ID + (BigInt(`0x${hex.slice(0, 14)}`) % (9n * LEAST_ID)));

/** Always of this status and without outputs, in this order of keys. */
const bodyOf = (id: string, atMs: number): object => ({
  id,
  status: "submitted",
  outputs: [],
  message: "",
  create_time: atMs,
  update_time: atMs,
});
