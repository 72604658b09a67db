import { createHiggsfieldProvider, createKlingProvider, type Provider } from "@klingkit/engine";
import { createKling } from "klingkit";
import { createHiggsfield } from "klingkit/higgsfield";
import { CHAOS_API_KEY, type WorkerOrder } from "./worker-order.ts";

const CREDENTIALS = "chaos:chaos";

/** What the engine buys with at the emulator, whose tasks are made in next to no time. */
export function chaosProviders({
  baseUrl,
  services,
  generationMs,
}: Pick<WorkerOrder, "baseUrl" | "services" | "generationMs">): [Provider, ...Provider[]] {
  const client = { baseUrl, readRetries: 0 };
  const expectedMs = () => generationMs;
  const kling = createKlingProvider({
    kling: createKling({ ...client, apiKey: CHAOS_API_KEY }),
    hasApiKey: true,
    spendsMoney: false,
    settleMs: 200,
  });
  const higgsfield = createHiggsfieldProvider({
    higgsfield: createHiggsfield({ ...client, credentials: CREDENTIALS }),
    spendsMoney: false,
  });
  return services === "both"
    ? [
        { ...kling, expectedMs },
        { ...higgsfield, expectedMs },
      ]
    : [{ ...kling, expectedMs }];
}
