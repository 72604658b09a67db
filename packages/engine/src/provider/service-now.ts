import { askEmulator } from "./ask-emulator.ts";

export interface ServiceNowOptions {
  readonly client: { readonly baseUrl: string; serverTimeOffsetMs(): number | undefined };
  readonly spendsMoney: boolean;
  /** Asks an emulator. Default: the global fetch. */
  readonly fetch?: typeof fetch | undefined;
}

/** The time of a service as the dates of its responses show it; an emulator, whose clock may be moved, is asked for its own. */
export function createServiceNow({ client, spendsMoney, fetch = globalThis.fetch }: ServiceNowOptions) {
  return async (nowMs: number): Promise<number | undefined> => {
    if (spendsMoney) {
      const aheadMs = client.serverTimeOffsetMs();
      return aheadMs === undefined ? undefined : nowMs + aheadMs;
    }
    // One that does not respond shows no time.
    const found = await askEmulator({ fetch }, client.baseUrl).catch(() => undefined);
    return found?.nowMs;
  };
}
