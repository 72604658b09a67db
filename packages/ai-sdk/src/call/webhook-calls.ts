import type {
  Experimental_VideoModelV4,
  Experimental_VideoModelV4OperationWebhook as Received,
} from "@ai-sdk/provider";
import type { BoughtCall } from "./bought-call.ts";

/** Calls that wait for their webhook, by the address that `doStart` gets. Those that never start are forgotten in time. */
const waiting = new Map<string, (webhook: Received) => void>();
const MOST_WAITING = 1000;
let taken = 0;

/** The service reports changes to the caller's own address. What it reports is confirmed by a read in `doStatus`. */
export const takeWebhook: NonNullable<Experimental_VideoModelV4["handleWebhookOption"]> = async ({
  webhook,
}) => {
  const { url, received } = await webhook();
  if (waiting.size > MOST_WAITING) waiting.clear();
  taken += 1;
  // A fragment, which no request contains, tells calls with one address apart.
  const webhookUrl = `${url}#${taken}`;
  return {
    webhookUrl,
    received: Promise.race([received, new Promise<Received>((resolve) => waiting.set(webhookUrl, resolve))]),
  };
};

/** Ends the wait of a call that continues an earlier one, whose callbacks may all have come: `doStatus` then follows the task itself. */
export function endWait(webhookUrl = "", { isContinued }: BoughtCall): void {
  if (isContinued) waiting.get(webhookUrl)?.({ headers: {}, body: null });
  waiting.delete(webhookUrl);
}
