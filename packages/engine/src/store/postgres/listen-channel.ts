import type { Client } from "pg";
import { backoffMs } from "../../context/backoff.ts";

/** Between attempts to connect again. */
const RECONNECT = { timing: { backoffFirstMs: 1000, backoffMaxMs: 30_000 }, random: Math.random } as const;

export interface ListenOptions {
  readonly createClient: () => Client;
  /** Hears each text that is sent to the channel. */
  readonly onPayload: (payload: string) => void;
  /** Runs after each subscription: what was sent before it is lost. */
  readonly onSubscribed: () => void;
  /** Hears once why a subscription, or the first attempt, came to an end. */
  readonly onLost: (error: unknown) => void;
}

/**
 * Subscribes to a channel of PostgreSQL over a connection of its own, and again whenever that is lost. Resolves after the
 * first attempt, with what ends it. Each connection keeps its listeners to its end, because a server that stops sends an error
 * and closes the socket, and an error that nobody hears ends the process.
 */
export async function listenChannel(
  channel: string,
  { createClient, onPayload, onSubscribed, onLost }: ListenOptions,
): Promise<{ close(): Promise<void> }> {
  let current: Client | undefined;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;

  async function subscribe(): Promise<void> {
    const client = createClient();
    current = client;
    const lose = (error: unknown): void => {
      if (current !== client) return;
      current = undefined;
      client.end().catch(() => undefined);
      if (failures === 0) onLost(error);
      timer = setTimeout(subscribe, backoffMs(RECONNECT, failures));
      failures += 1;
    };
    client.on("error", lose);
    client.on("end", () => lose(new Error(`The connection that listens to ${channel} has ended.`)));
    client.on("notification", ({ payload }) => {
      if (payload !== undefined) onPayload(payload);
    });
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      return lose(error);
    }
    if (current !== client) return;
    failures = 0;
    onSubscribed();
  }

  await subscribe();
  return {
    async close() {
      clearTimeout(timer);
      const client = current;
      current = undefined;
      await client?.end().catch(() => undefined);
    },
  };
}
