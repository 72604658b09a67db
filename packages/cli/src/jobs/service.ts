import { basename, join } from "node:path";
import {
  type AccountKey,
  accountKeysOf,
  createKlingProvider,
  DEFAULT_STORE_NAME,
  type FoundEmulator,
  rememberEarlierAccounts,
  type Store,
} from "@klingkit/engine";
import { createKling, type Kling } from "klingkit";
import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { clientOptions } from "../session/client-options.ts";
import { embeddedAccount } from "../session/embedded-account.ts";
import { EMULATOR_API_KEY } from "../session/emulator-key.ts";
import { findEmulator } from "../session/emulator-probe.ts";
import { parseNumber } from "../session/parse-number.ts";
import {
  type ConnectionOptions,
  readSettings,
  requireCredentials,
  type Settings,
} from "../session/settings.ts";
import { type StoreOptions, storeAddress, storeFolder } from "../session/store-address.ts";
import { klingAccount } from "./account-given.ts";
import { emulatedHiggsfield, hasHiggsfieldKey, openHiggsfield } from "./higgsfield-service.ts";
import type { Service } from "./service-account.ts";

/** Flags of commands that run jobs. */
export interface ServiceOptions extends ConnectionOptions, StoreOptions {
  /** Starts an emulator that lives as long as the command. */
  readonly emulated?: boolean;
  readonly speed?: string;
}

/** Kling, with its client. */
export interface KlingService extends Service {
  /** For the engine, which repeats reads itself. */
  readonly client: Kling;
  /** For what a command reads by itself: it repeats reads that fail. */
  readonly reader: () => Kling;
  readonly hasApiKey: boolean;
}

/** Every account that a command buys with, the first of which stands for all where one is named. */
export interface Services {
  readonly all: readonly [Service, ...Service[]];
  /** Absent where only a key of another service is set. */
  readonly kling?: KlingService;
  /** Ends an emulator that lives as long as the command. */
  close(): Promise<void>;
}

/** Whether it is one of the accounts. */
export const ownsAccount = (services: Services, { provider, account }: AccountKey): boolean =>
  accountsOf(services).some((own) => own.provider === provider && own.account === account);

/** Whether one of the accounts has this name. */
export const ownsName = (services: Services, name: string): boolean =>
  accountsOf(services).some(({ account }) => account === name);

/** Accounts as the store keeps them: one that was named since under all its names. */
export const accountsOf = ({ all }: Services): readonly AccountKey[] =>
  all.flatMap(({ name: provider, ...names }) => accountKeysOf({ ...names, provider }));

/** The same accounts with every name that the store keeps for them. It keeps those of their present keys from now on. */
export async function nameServices(store: Store, services: Services): Promise<Services> {
  const [first, ...more] = services.all;
  const all: [Service, ...Service[]] = [await withNames(store, first)];
  for (const service of more) all.push(await withNames(store, service));
  const { kling } = services;
  return { ...services, all, ...(kling ? { kling: await withNames(store, kling) } : {}) };
}

async function withNames<Kind extends Service>(store: Store, service: Kind): Promise<Kind> {
  const { name: provider } = service;
  const { earlierAccounts } = await rememberEarlierAccounts(store, { ...service, provider });
  const createProvider = () => ({ ...service.createProvider(), earlierAccounts });
  return { ...service, earlierAccounts, createProvider };
}

/** Two stores in one folder have an emulator each: its tasks fill the slots of its own store only. */
function emulatorFolder(deps: Deps, options: StoreOptions): string {
  const address = storeAddress(deps, options);
  const name = address.kind === "sqlite" ? basename(address.path) : DEFAULT_STORE_NAME;
  return name === DEFAULT_STORE_NAME ? "emulator" : `${name}.emulator`;
}

const DEFAULT_SPEED = "25";

/**
 * Finds the accounts of this call: of each service whose key is set. Throws `missing_api_key` where there is none; asks for an
 * emulator on loopback addresses only, and throws `connection_error` where nothing answers there.
 */
export async function openServices(deps: Deps, options: ServiceOptions): Promise<Services> {
  if (options.emulated) return startEmbedded(deps, options);
  const settings = readSettings(deps, options);
  const baseUrl = settings.baseUrl.value;
  const hasOther = await hasHiggsfieldKey(deps, settings);
  if (!hasOther && !settings.credentials) throw new CliError({ code: "missing_api_key", message: NO_KEY });
  const emulator = await findEmulator(deps, baseUrl);
  const emulatorUrl = emulator ? baseUrl : undefined;
  const kling = settings.credentials ? openKling(deps, settings, emulator) : undefined;
  const other = hasOther ? await openHiggsfield(deps, settings, emulatorUrl) : undefined;
  const [first, ...more] = [kling, other].filter((service) => service !== undefined);
  if (!first) throw new TypeError("no service for the key");
  return { all: [first, ...more], ...(kling ? { kling } : {}), close: () => Promise.resolve() };
}

const NO_KEY =
  "No credentials. Nothing was sent. For Kling, set KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY. For Higgsfield, set HF_CREDENTIALS to id:secret.";

/** The account of Kling. Throws `missing_api_key` where only a key of another service is set. */
export function requireKling({ kling }: Services): KlingService {
  if (kling) return kling;
  const message = "This asks Kling, and only a key of Higgsfield is set. Set KLING_API_KEY.";
  throw new CliError({ code: "missing_api_key", message });
}

function openKling(deps: Deps, settings: Settings, emulator: FoundEmulator | undefined): KlingService {
  const credentials = requireCredentials(settings);
  const isEmulator = emulator !== undefined;
  return klingService(deps, {
    client: openClient(deps, settings),
    reader: () => createKling(clientOptions(deps, settings)),
    baseUrl: settings.baseUrl.value,
    ...klingAccount(deps, { ...settings, credentials, isEmulator }),
    hasApiKey: credentials.kind === "api-key",
    isEmulator,
    timeScale: emulator?.speed ?? 1,
  });
}

const klingService = (
  { fetch }: Deps,
  facts: Omit<KlingService, "name" | "metrics" | "createProvider">,
): KlingService => ({
  name: "kling",
  ...facts,
  metrics: facts.client.metrics,
  createProvider() {
    const { client: kling, account, earlierAccounts, hasApiKey, isEmulator, timeScale } = facts;
    const names = { account, earlierAccounts };
    return createKlingProvider({ kling, ...names, hasApiKey, spendsMoney: !isEmulator, timeScale, fetch });
  },
});

/** The engine repeats reads itself. */
const openClient = (deps: Deps, settings: Settings): Kling =>
  createKling({ ...clientOptions(deps, settings), readRetries: 0 });

async function startEmbedded(deps: Deps, options: ServiceOptions): Promise<Services> {
  const speed = parseNumber(options.speed ?? DEFAULT_SPEED, { flag: "--speed", min: 0.001, max: 100_000 });
  const { startEmulator } = await import("@klingkit/emulator");
  // Kept beside the store, so that `kling resume --emulated` finds the tasks again.
  const dataDir = join(storeFolder(deps, options), emulatorFolder(deps, options));
  const emulator = await startEmulator({ clock: { scale: speed }, dataDir }).catch((cause: unknown) => {
    if (!(cause instanceof Error && "code" in cause && cause.code === "data_locked")) throw cause;
    const message = `Another command with --emulated uses this store, such as a run, or \`kling mcp\` of an agent that is connected (${cause.message.replace(/\.$/, "")}). End it, or give this one its own --store.`;
    throw new CliError({ code: "emulator_busy", message, cause });
  });
  const source = "--emulated";
  const settings: Settings = {
    profile: "emulated",
    credentials: { value: { kind: "api-key", apiKey: EMULATOR_API_KEY }, source },
    region: { value: "global", source },
    baseUrl: { value: emulator.baseUrl, source },
  };
  const kling = klingService(deps, {
    client: openClient(deps, settings),
    reader: () => createKling(clientOptions(deps, settings)),
    baseUrl: emulator.baseUrl,
    account: embeddedAccount(deps, options),
    hasApiKey: true,
    isEmulator: true,
    timeScale: speed,
  });
  const other = await emulatedHiggsfield(deps, {
    baseUrl: emulator.baseUrl,
    account: embeddedAccount(deps, options),
    timeScale: speed,
  });
  return { all: [kling, other], kling, close: () => emulator.close() };
}
