import { setImmediate } from "node:timers/promises";
import { KlingkitVideoError } from "../video-error.ts";
import { headerOf } from "./intent-key.ts";

type Webhook = () => PromiseLike<unknown>;

interface StartOf {
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  readonly providerOptions: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  readonly webhookUrl?: string | undefined;
}

/** Calls of one webhook factory that came at once: the parts of one `generateVideo`, or calls that share the factory. */
interface WebhookGroup {
  parts: number;
  readonly startedKeys: Set<string>;
}

/**
 * Finds the parts into which `generateVideo` splits a call (`maxVideosPerCall`) where it polls or waits for a webhook. Nothing in
 * such a part tells it from a repetition of the call: as a part it must buy a video of its own, as a repetition none. So parts of
 * one key are refused, which come at once; a repetition comes later, and continues.
 */
export function createStartParts() {
  const arriving = new Map<string, object[]>();
  const passed = new WeakSet<object>();
  const groups = new Map<Webhook, WebhookGroup>();
  const groupOfUrl = new Map<string, WebhookGroup>();

  /** The group of a webhook, for as long as calls come at once. */
  function groupOf(webhook: Webhook): WebhookGroup {
    const found = groups.get(webhook);
    if (found) return found;
    const group = { parts: 0, startedKeys: new Set<string>() };
    groups.set(webhook, group);
    void setImmediate().then(() => groups.delete(webhook));
    return group;
  }

  return {
    /** Notes a call's webhook before its address is known; the function returned notes the address. */
    noteWebhook(webhook: Webhook): (url: string) => void {
      const group = groupOf(webhook);
      group.parts += 1;
      return (url) => {
        if (group.parts > 1) groupOfUrl.set(url, group);
      };
    },

    /** Throws KlingkitVideoError `request_invalid` where the start is one of several parts under one key. */
    async check(options: StartOf): Promise<void> {
      const key = keyOfCaller(options);
      // `generateVideo` tries a part again with the same options.
      if (key === undefined || passed.has(options)) return;
      const together = arriving.get(key) ?? [];
      arriving.set(key, together);
      together.push(options);
      await setImmediate();
      if (arriving.get(key) === together) arriving.delete(key);
      if (together.length > 1) throw splitCall(key);
      const { webhookUrl = "" } = options;
      const group = groupOfUrl.get(webhookUrl);
      groupOfUrl.delete(webhookUrl);
      if (group?.startedKeys.has(key)) throw splitCall(key, "earlier part");
      group?.startedKeys.add(key);
      passed.add(options);
    },
  };
}

export type StartParts = ReturnType<typeof createStartParts>;

/** Of keys that `generateVideo` makes itself, another one for each part. */
const GENERATED = /^aisdk_vid_/;

function keyOfCaller({ headers = {}, providerOptions }: StartOf): string | undefined {
  const key = providerOptions["klingkit"]?.["key"] ?? headerOf(headers, "idempotency-key");
  return typeof key === "string" && !GENERATED.test(key) ? key : undefined;
}

function splitCall(key: string, bought?: "earlier part"): KlingkitVideoError {
  const again = `resumeVideo({ key: ${JSON.stringify(key)} })`;
  const charge =
    bought === undefined
      ? "Nothing was sent."
      : `Nothing was sent for this part. You may have been charged for the first part, whose videos ${again} returns.`;
  return new KlingkitVideoError({
    code: "request_invalid",
    message: `Several starts with the key ${JSON.stringify(key)} came at once. With poll or webhook, klingkit cannot distinguish the parts of a call that maxVideosPerCall splits from a repeated call. ${charge} Leave out maxVideosPerCall, or leave out poll and webhook.`,
    mayHaveCharged: bought === undefined ? "no" : "unknown",
    key,
  });
}
