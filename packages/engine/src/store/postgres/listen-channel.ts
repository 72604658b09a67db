import type { Client } from "pg";

/** Between attempts to connect again. Need not grow: who listens also polls, more often than this. */
const RECONNECT_MS = 1000;

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
  /** Since the last subscription. */
  let isLost = false;
  let timer: NodeJS.Timeout | undefined;

  async function subscribe(): Promise<void> {
    const client = createClient();
    current = client;
    const lose = (error: unknown): void => {
      if (current !== client) return;
      current = undefined;
      client.end().catch(() => undefined);
      if (!isLost) onLost(error);
      isLost = true;
      timer = setTimeout(subscribe, RECONNECT_MS);
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
    isLost = false;
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
