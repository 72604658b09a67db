import { join, resolve } from "node:path";
import {
  accountOfKey,
  createCollector,
  createEngine,
  createKlingProvider,
  DEFAULT_SLOT_SETTINGS,
  EMULATED,
  type Engine,
  emulatedWaits,
  findEmulator,
  makeDataFolder,
  type PlanContext,
  type Provider,
  rememberEarlierAccounts,
  type Store,
} from "@klingkit/engine";
import { dropUndefined } from "@klingkit/spec/core";
import { createKling, type Kling } from "klingkit";
import { DEFAULT_MAX_UNITS_PER_CALL, type KlingkitProviderSettings } from "../settings.ts";
import { configInvalid, type KlingkitVideoError } from "../video-error.ts";
import { checkSettings } from "./check-settings.ts";
import { accountNameOf, publicPartOf, readConnection, serviceUrlOf } from "./credentials.ts";
import { checkExpectations, type Expectations } from "./expectations.ts";
import { openStore } from "./open-store.ts";
import { configPaths, ownerAsksForPerson } from "./owner-rule.ts";
import { createPlanContext } from "./plan-context.ts";
import { allowOriginHint, resultOriginsOf } from "./result-origins.ts";

/** An account with its store, ready to buy. */
export interface Session {
  readonly kling: Kling;
  readonly hasApiKey: boolean;
  readonly provider: Provider;
  readonly store: Store;
  readonly context: PlanContext;
  /** Unix ms, by the clock that the engine uses. */
  readonly nowMs: () => number;
  /** Where bytes of inputs are kept until their create was sent. Absolute. */
  readonly inputDir: string;
  /** The owner of this machine lets only persons approve, or the policy of the settings does. */
  readonly asksPerson: boolean;
  /** An engine over the store; several may be used at once. */
  engine(options?: EngineUse): Engine;
  close(): Promise<void>;
}

/** What differs between calls. */
export interface EngineUse {
  /** Units that the call may cost at most; the smaller of this and the setting holds. */
  readonly maxUnits?: number | undefined;
  /** Where the service reports changes of this call's tasks. */
  readonly callbackUrl?: string | undefined;
}

/** Opens the store and finds out what is behind the base URL. Sends no credentials. Throws KlingkitVideoError `config_invalid`. */
export async function openSession(
  settings: KlingkitProviderSettings,
  expects: Expectations,
): Promise<Session> {
  checkSettings(settings);
  const { env } = process;
  const connection = readConnection(settings, env);
  checkExpectations(expects, { key: publicPartOf(connection), store: settings.store, env });
  const baseUrl = serviceUrlOf(connection);
  const allowedOrigins = resultOriginsOf(settings, env);
  const { clock, random } = settings.engine ?? {};
  // Only what says of itself that it is an emulator costs nothing. An address of this machine where nothing answers is neither.
  const emulator = await findEmulator(
    { fetch: settings.fetch ?? globalThis.fetch, pausesMs: PAUSES_MS },
    baseUrl,
  ).catch((cause) => {
    throw silent(baseUrl, cause);
  });
  const speed = emulator?.speed ?? 1;
  const kling = createKling({
    ...connection.keys,
    baseUrl,
    allowsHttp: connection.allowsHttp,
    readRetries: 0,
    fetch: withHeaders(settings),
    clock,
    random,
  });
  const hasApiKey = "apiKey" in connection.keys;
  const place = emulator ? EMULATED : "";
  const ownerAsks = ownerAsksForPerson(configPaths({ platform: process.platform, env }));
  const asksPerson = ownerAsks || asksAlways(settings);
  const { store, folder, close } = await openStore(settings, env);
  // What was bought before the account had a name, also with a key that it no longer has, is not bought again.
  const { account, earlierAccounts } = await rememberEarlierAccounts(store, {
    provider: "kling",
    account: `${place}${accountNameOf(settings, connection, env)}`,
    earlierAccounts: [`${place}${accountOfKey(baseUrl, publicPartOf(connection))}`],
  });
  const provider = createKlingProvider({
    kling,
    hasApiKey,
    account,
    earlierAccounts,
    spendsMoney: emulator === undefined,
    timeScale: speed,
    fetch: settings.fetch,
  });
  const context = createPlanContext(baseUrl, settings);
  const given = settings.outputDir === undefined ? undefined : resolve(settings.outputDir);
  const home = folder ?? given ?? (await makeDataFolder({ env, platform: process.platform }));
  const outputDir = given ?? join(home, "videos");
  const parts = { store, provider, context, outputDir, asksPerson, allowedOrigins, speed };
  // Shared by all calls that ask for nothing special: each engine listens to the callbacks of the settings.
  const usual = openEngine(settings, parts, {});
  return {
    kling,
    hasApiKey,
    provider,
    store,
    context,
    nowMs: (clock ?? store.clock)?.nowMs ?? Date.now,
    asksPerson,
    inputDir: join(home, "inputs"),
    engine: ({ maxUnits, callbackUrl } = {}) =>
      maxUnits === undefined && callbackUrl === undefined
        ? usual
        : openEngine(settings, parts, { maxUnits, callbackUrl }),
    close,
  };
}

interface EngineParts extends Pick<Session, "store" | "provider" | "context" | "asksPerson"> {
  readonly outputDir: string;
  readonly allowedOrigins: readonly string[];
  readonly speed: number;
}

function openEngine(
  settings: KlingkitProviderSettings,
  { store, provider, context, outputDir, asksPerson, allowedOrigins, speed }: EngineParts,
  { maxUnits, callbackUrl }: EngineUse,
): Engine {
  const { fetch, policy = {}, concurrency, engine: given = {} } = settings;
  const waits = emulatedWaits(speed);
  // Tasks of a call take turns in the slots that the account has shown; more are tried for late, and without refusals before.
  const growFirstMs = waits.slots.growMaxMs ?? DEFAULT_SLOT_SETTINGS.growMaxMs;
  const { clock } = given;
  const ceilings = [policy.maxUnitsPerCall ?? defaultCeiling(policy), maxUnits];
  const unitsPerRun = Math.min(...ceilings.filter((units) => typeof units === "number"));
  return createEngine({
    store,
    providers: [provider],
    ...context,
    outputDir,
    limits: dropUndefined({
      unitsPerRun: Number.isFinite(unitsPerRun) ? unitsPerRun : undefined,
      unitsPerDay: policy.maxUnitsPerDay,
    }),
    collector: createCollector({
      ...dropUndefined({ fetch, clock }),
      allowedOrigins: [...allowedOrigins, ...(provider.resultOrigins ?? [])],
      allowHint: allowOriginHint,
    }),
    ...given,
    ...(asksPerson ? { approvals: "person" as const } : {}),
    // A wish of the program itself holds at an emulator, too.
    ...(asksAlways(settings) ? { requiresApproval: true } : {}),
    ...dropUndefined({ callbackUrl }),
    timing: { ...waits.timing, ...given.timing },
    slots: { ...waits.slots, growFirstMs, ...dropUndefined({ quota: concurrency }), ...given.slots },
  });
}

const defaultCeiling = ({ maxUnitsPerCall }: { readonly maxUnitsPerCall?: number | null }) =>
  maxUnitsPerCall === null ? undefined : DEFAULT_MAX_UNITS_PER_CALL;

const asksAlways = ({ policy }: KlingkitProviderSettings): boolean => policy?.approval === "always-ask";

/** Between tries: an emulator that restarts is back by then. */
const PAUSES_MS = [500, 500];

const silent = (baseUrl: string, cause: unknown): KlingkitVideoError =>
  configInvalid(
    `Nothing responds at ${baseUrl}, so klingkit cannot verify whether an emulator or the billed service is there. Nothing was sent. Start the emulator with \`kling emulator\`, or correct baseURL.`,
    cause,
  );

/** Sends the headers of the settings with requests to the service; downloads go without them. */
function withHeaders({
  fetch,
  headers,
}: Pick<KlingkitProviderSettings, "fetch" | "headers">): typeof globalThis.fetch | undefined {
  if (!headers) return fetch;
  return (input, init) => {
    const all = new Headers(headers);
    const own = new Headers(init?.headers ?? (input instanceof Request ? input.headers : {}));
    // The client's own ones hold its credentials.
    own.forEach((value, name) => {
      all.set(name, value);
    });
    return (fetch ?? globalThis.fetch)(input, { ...init, headers: all });
  };
}
