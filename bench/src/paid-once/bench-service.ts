import { randomBytes } from "node:crypto";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { type FaultRule, type StartedEmulator, startEmulator } from "@klingkit/emulator";
import { createSameClip } from "@klingkit/testkit";
import type { FaultRow } from "./fault-rows.ts";

/** A minute of generation takes a second and a half. */
export const SCALE = 40;
/** Real time that the other clients give a request: scaled time-outs would make them look bad on a busy machine. */
export const PATIENCE_MS = 6000;
/** Where the rows of a run happen. */
export interface BenchVenue {
  /** Name that the emulator goes by. */
  readonly publicUrl: string;
  /** Paths of creates. */
  readonly createPaths: readonly string[];
  /** What a key begins with. */
  readonly keyPrefix: string;
}

/** kling-api refuses links to loopback addresses, so the emulator goes by a name. */
export const KLING_VENUE: BenchVenue = {
  publicUrl: "https://kling.example",
  createPaths: ["/text-to-video/*", "/v1/videos/text2video"],
  keyPrefix: "api-key-kling-",
};
export const PUBLIC_URL = KLING_VENUE.publicUrl;
/** @higgsfield/client keeps its own address. */
export const HIGGSFIELD_VENUE: BenchVenue = {
  publicUrl: "https://api.higgsfield.ai",
  createPaths: ["/kling-video/**"],
  keyPrefix: "key-",
};
const GENERATION_MS = 60_000;
/** Slots that an account has. */
const CONCURRENCY = 5;

/** The emulator of the run: every client of every row has an account of its own there. */
export interface BenchService extends AsyncDisposable {
  readonly emulator: StartedEmulator;
  readonly webhookSecret: string;
  /** The bytes of every result. */
  readonly clip: Uint8Array;
  /** Takes requests for the public name to the emulator. */
  readonly wire: typeof fetch;
  /** Creates that left for the service, those included that it never saw. */
  sent(account: string): number;
}

/** One client in one row: names its account there. */
export const accountOf = (
  { keyPrefix }: BenchVenue,
  client: string,
  row: FaultRow,
  rows: readonly FaultRow[],
): string => `${keyPrefix}${client}-${rows.indexOf(row)}`;

export async function openBenchService(
  venue: BenchVenue,
  rows: readonly FaultRow[],
  clients: readonly string[],
): Promise<BenchService> {
  const clip = await createSameClip();
  const webhookSecret = `whsec_${randomBytes(24).toString("base64")}`;
  const accounts = rows.flatMap((row) =>
    clients.map((client) => ({ account: accountOf(venue, client, row, rows), rules: row.rules ?? [] })),
  );
  const emulator = await startEmulator({
    seed: "paid-once",
    tls: true,
    publicUrl: venue.publicUrl,
    clock: { scale: SCALE },
    concurrency: CONCURRENCY,
    higgsfield: { concurrency: CONCURRENCY },
    durations: { "*": { clipSeconds: 5, generationMs: GENERATION_MS } },
    webhookSecrets: [webhookSecret],
    renderer: clip,
    faults: accounts.flatMap(({ account, rules }) => [
      ...rules.map((rule) => ({ ...rule, match: { ...rule.match, account } })),
      ...venue.createPaths.map((path) => counter(account, path)),
    ]),
  });
  setDefaultCACertificates([...getCACertificates("default"), emulator.certificate ?? ""]);
  return {
    emulator,
    webhookSecret,
    clip: clip.bytes,
    wire: (input, init) => {
      const request = new Request(input, init);
      const { pathname, search } = new URL(request.url);
      const moved = new Request(new URL(`${pathname}${search}`, emulator.baseUrl), request);
      // Given once more, because a request that is garbage no longer hears of its signal's end.
      return fetch(moved, { signal: init?.signal ?? request.signal });
    },
    sent: (account) =>
      emulator.control
        .faults()
        .filter(({ rule }) => rule.id?.startsWith(`${account} `) === true)
        .reduce((sum, { matched }) => sum + matched, 0),
    [Symbol.asyncDispose]: emulator.close,
  };
}

/** Never acts: it counts the requests that come, whatever other rules make of them. */
function counter(account: string, path: string): FaultRule {
  return {
    id: `${account} ${path}`,
    match: { method: "POST", path, account },
    probability: 0,
    action: { type: "latency", latencyMs: 0 },
  };
}
