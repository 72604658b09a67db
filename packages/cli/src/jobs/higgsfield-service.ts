import type { Deps } from "../deps.ts";
import { accountNames } from "../session/account-name.ts";
import { findEmulator } from "../session/emulator-probe.ts";
import { type HiggsfieldConnection, readHiggsfieldSettings } from "../session/higgsfield-settings.ts";
import { allowsHttp, requireSafeAddress } from "../session/plain-http.ts";
import type { Settings } from "../session/settings.ts";
import type { Service } from "./service-account.ts";

/** Whether a key of Higgsfield is set. */
export const hasHiggsfieldKey = async (deps: Deps, settings: Settings): Promise<boolean> =>
  (await readHiggsfieldSettings(deps, settings, undefined)) !== undefined;

/** The account of Higgsfield whose key is set; undefined for none. */
export async function openHiggsfield(
  deps: Deps,
  settings: Settings,
  emulatorUrl: string | undefined,
): Promise<Service | undefined> {
  const read = await readHiggsfieldSettings(deps, settings, emulatorUrl);
  if (!read) return undefined;
  const client = await openClient(deps, read.connection);
  const { baseUrl } = client;
  const emulator = await findEmulator(deps, baseUrl);
  const isEmulator = emulator !== undefined;
  return service(deps, client, {
    ...accountNames({ ...read, baseUrl, key: read.keyId, isEmulator }),
    pathSecret: read.connection.keySecret ?? read.connection.credentials?.split(":")[1] ?? "",
    isEmulator,
    timeScale: emulator?.speed ?? 1,
  });
}

/** How long an answer about a price is waited for; the price list is at hand. */
const PRICE_TIMEOUT_MS = 5000;

/** What asks for prices in US dollars; undefined without a key. */
export async function openPriceList(deps: Deps, settings: Settings, emulatorUrl: string | undefined) {
  const read = await readHiggsfieldSettings(deps, settings, emulatorUrl);
  if (!read) return undefined;
  const client = await openClient(deps, read.connection);
  const { findHiggsfieldCreate } = await import("@klingkit/spec/higgsfield");
  return async (endpoint: string, body: object): Promise<number | undefined> => {
    const { signal } = deps;
    const operation = findHiggsfieldCreate(endpoint);
    if (!operation) return undefined;
    const estimate = await client.estimate(operation, body, { signal, timeoutMs: PRICE_TIMEOUT_MS });
    return estimate.kind === "price" ? estimate.usd : undefined;
  };
}

/** Endpoints that the account may use; none without a key. */
export async function listAccountModels(
  deps: Deps,
  settings: Settings,
  emulatorUrl: string | undefined,
  limits: { readonly timeoutMs?: number } = {},
): Promise<readonly string[]> {
  const read = await readHiggsfieldSettings(deps, settings, emulatorUrl);
  if (!read) return [];
  const client = await openClient(deps, read.connection);
  return (await client.models.list({ ...limits, signal: deps.signal })).map(({ slug }) => slug);
}

/** Every well-formed key is an account of an emulator. */
const EMULATED_CREDENTIALS = "emulated:emulated";

/** An account of the emulator that lives as long as the command. */
export async function emulatedHiggsfield(
  deps: Deps,
  { baseUrl, account, timeScale }: Pick<Service, "baseUrl" | "account" | "timeScale">,
): Promise<Service> {
  const client = await openClient(deps, { credentials: EMULATED_CREDENTIALS, baseUrl });
  return service(deps, client, { account, timeScale, isEmulator: true });
}

async function openClient(deps: Deps, options: HiggsfieldConnection) {
  const { env, fetch, clock } = deps;
  if (options.baseUrl !== undefined)
    requireSafeAddress(deps, { baseUrl: { value: options.baseUrl, source: "HIGGSFIELD_BASE_URL" } });
  const { createHiggsfield } = await import("klingkit/higgsfield");
  // The engine repeats reads itself.
  return createHiggsfield({ ...options, allowsHttp: allowsHttp(env), fetch, clock, readRetries: 0 });
}

async function service(
  { fetch }: Deps,
  client: Awaited<ReturnType<typeof openClient>>,
  facts: Pick<Service, "account" | "earlierAccounts" | "isEmulator" | "timeScale" | "pathSecret">,
): Promise<Service> {
  const { createHiggsfieldProvider } = await import("@klingkit/engine");
  const { isEmulator, pathSecret: _, ...shared } = facts;
  return {
    name: "higgsfield",
    baseUrl: client.baseUrl,
    ...facts,
    metrics: client.metrics,
    createProvider: () =>
      createHiggsfieldProvider({ higgsfield: client, spendsMoney: !isEmulator, ...shared, fetch }),
  };
}
