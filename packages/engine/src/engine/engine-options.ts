import type { KeysOf } from "@klingkit/spec/core";
import type { Clock } from "klingkit";
import type { ApprovalRule } from "../approve/approval.ts";
import { type ApprovalPolicy, limitsOf, policyFile } from "../approve/policy.ts";
import { refuseUnknown } from "../arguments/refuse-unknown.ts";
import { requireFields } from "../arguments/require-fields.ts";
import type { CallbackSource } from "../callbacks/callback-source.ts";
import { createSystemClock } from "../clock/system-clock.ts";
import { createCollector } from "../collect/collector.ts";
import { createCallbackTrust } from "../context/callback-trust.ts";
import type { Collector } from "../context/collector.ts";
import { DEFAULT_WIDTH, type EngineContext, type EngineWidth } from "../context/engine-context.ts";
import type { EngineContexts } from "../context/engine-contexts.ts";
import type { PlanContext } from "../context/media-loader.ts";
import { newOwner } from "../context/new-owner.ts";
import { createReadWatch } from "../context/read-watch.ts";
import { DEFAULT_SLOT_SETTINGS, type SlotSettings } from "../context/slot-settings.ts";
import { LIMIT_NAMES, type SpendLimits, UNIT_LIMIT_NAMES } from "../context/spend-limits.ts";
import { DEFAULT_TIMING, type EngineTiming } from "../context/timing.ts";
import type { Provider } from "../provider/provider.ts";
import { watchMoves } from "../state/committed-moves.ts";
import { namesOfAccount } from "../store/account-key.ts";
import type { Store } from "../store/store.ts";
import { guardTelemetry } from "../telemetry/guard-telemetry.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import { traceMoves } from "./trace-moves.ts";

export interface EngineOptions {
  readonly store: Store;
  /** The accounts that jobs are bought with, one per service as a rule; a plan's job goes to the first of its service. */
  readonly providers: readonly [Provider, ...Provider[]];
  /** Reads images when a create is sent; the same that made the plan. */
  readonly loadImage: PlanContext["loadImage"];
  /** Reads files of operations that have no route; the same that made the plan. Default: bodies are sent as they are. */
  readonly loadFile?: PlanContext["loadFile"];
  /** Reads files that are given to a service which takes addresses. Default: such a job is refused. */
  readonly readFile?: PlanContext["readFile"];
  /** Decodes last frames, for jobs that begin with one. Default: the ffmpeg that is there. */
  readonly frames?: PlanContext["frames"];
  /** Where results go; a plan's paths are relative to it. */
  readonly outputDir: string;
  /** Whose approvals count. `person` of either this or the policy holds. Default `any`. */
  readonly approvals?: ApprovalRule;
  /** A standing yes within limits. Default: none. */
  readonly policy?: ApprovalPolicy;
  /** Beside those of the policy; the smaller one holds. */
  readonly limits?: SpendLimits;
  /** Asks for approval even where nothing is spent. Default: where a provider of the plan says that it spends money. */
  readonly requiresApproval?: boolean;
  readonly slots?: Partial<SlotSettings>;
  readonly timing?: Partial<EngineTiming>;
  readonly width?: Partial<EngineWidth>;
  /** Where the service reports changes, such as `listenForCallbacks`. Default: none, and tasks are only read. */
  readonly callbacks?: CallbackSource;
  /** The same address where your own server hands callbacks to `receive`. */
  readonly callbackUrl?: string;
  readonly collector?: Collector;
  /** Default: that of the store's server, or the machine's. */
  readonly clock?: Clock;
  /** 0 ≤ random < 1. */
  readonly random?: () => number;
  /** Hears about failures that cost no job. Default: silent. */
  readonly onError?: (error: unknown, jobId?: string) => void;
  /** Where the steps of jobs are reported: `createTelemetry` of `@klingkit/engine/telemetry`. Default: nowhere. */
  readonly telemetry?: Telemetry;
}

const OPTIONS: KeysOf<EngineOptions> = {
  store: true,
  providers: true,
  loadImage: true,
  loadFile: true,
  readFile: true,
  frames: true,
  outputDir: true,
  approvals: true,
  policy: true,
  limits: true,
  requiresApproval: true,
  slots: true,
  timing: true,
  width: true,
  callbacks: true,
  callbackUrl: true,
  collector: true,
  clock: true,
  random: true,
  onError: true,
  telemetry: true,
};

/** Callers spread the context that made the plan: what of it an engine does not need is no mistake. */
const CONTEXT: KeysOf<PlanContext> = {
  isLocalService: true,
  loadImage: true,
  loadFile: true,
  frames: true,
  readFile: true,
  askPrice: true,
  telemetry: true,
};

/** Fills in every default. Opens and sends nothing. Throws RangeError for two providers of one account. */
export function createContexts(options: EngineOptions): EngineContexts {
  requireFields("createEngine", options, {
    needs: ["store", "providers", "loadImage", "outputDir"],
    known: { ...CONTEXT, ...OPTIONS },
  });
  refuseUnknownParts(options);
  const [first, ...more] = options.providers;
  const names = options.providers.map(nameOf);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new RangeError(`two providers speak for the account ${twice}`);
  const clock = options.clock ?? options.store.clock ?? createSystemClock();
  const onError = options.onError ?? (() => {});
  const telemetry = options.telemetry && guardTelemetry(options.telemetry, onError);
  const store = telemetry ? watchMoves(options.store, traceMoves(telemetry, clock)) : options.store;
  const shared = { owner: newOwner(), clock, store, onError, ...(telemetry ? { telemetry } : {}) };
  const others = [
    ...more,
    ...options.providers.flatMap(earlierOf).filter((one) => !names.includes(nameOf(one))),
  ];
  const all = { ...options, providers: [first, ...others] } as const;
  return [
    createContext(all, first, shared),
    ...others.map((provider) => createContext(all, provider, shared)),
  ];
}

/** Settings that are objects themselves: a misspelt limit would limit nothing. */
function refuseUnknownParts({ policy, limits, slots, timing, width }: EngineOptions): void {
  refuseUnknown("createEngine: policy", policy, policyFile.shape);
  refuseUnknown("createEngine: limits", limits, LIMIT_NAMES);
  for (const part of [policy, limits])
    for (const [unit, own] of Object.entries(part?.perUnit ?? {}))
      refuseUnknown(`createEngine: perUnit.${unit}`, own, UNIT_LIMIT_NAMES);
  refuseUnknown("createEngine: slots", slots, { ...DEFAULT_SLOT_SETTINGS, quota: true });
  refuseUnknown("createEngine: timing", timing, DEFAULT_TIMING);
  refuseUnknown("createEngine: width", width, DEFAULT_WIDTH);
}

const nameOf = ({ name, account }: Provider): string => `${name} ${account}`;

/** The same account under its other names: jobs that it has there are run as well. New ones never are: these come after all others. */
const earlierOf = (provider: Provider): readonly Provider[] =>
  namesOfAccount(provider)
    .slice(1)
    .map((account) => ({ ...provider, account, earlierAccounts: [] }));

/** What is the same for every account of an engine. */
type Shared = Pick<EngineContext, "owner" | "clock" | "store" | "onError" | "telemetry">;

function createContext(options: EngineOptions, provider: Provider, shared: Shared): EngineContext {
  const { loadImage, policy, limits = {}, collector, providers } = options;
  const { clock } = shared;
  const callbackUrl = callbackUrlOf(options, provider);
  return {
    ...shared,
    provider,
    providerOf: (key) =>
      providers.find(({ name, account }) => name === key.provider && account === key.account),
    random: options.random ?? Math.random,
    timing: { ...DEFAULT_TIMING, ...options.timing },
    width: { ...DEFAULT_WIDTH, ...options.width },
    slots: { ...DEFAULT_SLOT_SETTINGS, ...options.slots },
    limits: smallest(limits, policy ? limitsOf(policy) : {}),
    payAgain: policy?.payAgain ?? {},
    plans: {
      loadImage,
      ...(options.loadFile ? { loadFile: options.loadFile } : {}),
      ...(options.readFile ? { readFile: options.readFile } : {}),
      ...(options.frames ? { frames: options.frames } : {}),
    },
    collector: collector ?? createCollector({ clock, allowedOrigins: provider.resultOrigins ?? [] }),
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
    callbackTrust: createCallbackTrust(),
    readWatch: createReadWatch(),
  };
}

function callbackUrlOf(
  { callbacks, callbackUrl }: EngineOptions,
  { callbackPath }: Provider,
): string | undefined {
  const url = callbacks?.url ?? callbackUrl;
  return url === undefined || callbackPath === undefined ? url : `${url}/${callbackPath}`;
}

function smallest(left: SpendLimits, right: SpendLimits): SpendLimits {
  const least = (name: "unitsPerRun" | "unitsPerDay") => {
    const known = [left[name], right[name]].filter((value) => value !== undefined);
    return known.length === 0 ? {} : { [name]: Math.min(...known) };
  };
  const models = { ...left.unitsPerModel };
  for (const [model, units] of Object.entries(right.unitsPerModel ?? {})) {
    models[model] = Math.min(units, models[model] ?? units);
  }
  const units = new Set([...Object.keys(left.perUnit ?? {}), ...Object.keys(right.perUnit ?? {})]);
  const perUnit = Object.fromEntries(
    // Both are keyed by unit.
    [...(units as Set<keyof NonNullable<SpendLimits["perUnit"]>>)].map((unit) => [
      unit,
      smallest(left.perUnit?.[unit] ?? {}, right.perUnit?.[unit] ?? {}),
    ]),
  );
  const unitsPerModel = Object.keys(models).length === 0 ? {} : { unitsPerModel: models };
  return {
    ...least("unitsPerRun"),
    ...least("unitsPerDay"),
    ...unitsPerModel,
    ...(units.size === 0 ? {} : { perUnit }),
  };
}
