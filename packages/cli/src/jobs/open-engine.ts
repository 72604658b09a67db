import { basename, extname, join, resolve } from "node:path";
import {
  type CallbackSource,
  type Collector,
  createCollector,
  createEngine,
  createKlingProvider,
  type Engine,
  type PlanContext,
  readPolicy,
  type StandingPolicy,
  type Store,
} from "@klingkit/engine";
import { parseNumber } from "../commands/emulator/emulator-run.ts";
import type { Deps } from "../deps.ts";
import { isLoopback } from "../session/emulator-probe.ts";
import { readText } from "../session/read-text.ts";
import { createChunkFreer } from "./free-chunks.ts";
import type { Service } from "./service.ts";

export interface EngineSettings {
  readonly policy?: StandingPolicy | undefined;
  /** Tasks in flight per model; absent: learnt. */
  readonly quota?: number | undefined;
}

export interface EngineInput extends EngineSettings {
  readonly store: Store;
  readonly service: Service;
  readonly context: PlanContext;
  /** Absolute. */
  readonly outputDir: string;
  /** Folder that takes all files, instead of the places that were written down when the jobs were made. Absolute. */
  readonly collectInto?: string | undefined;
  readonly callbacks?: CallbackSource | undefined;
  /** Hears about failures that cost no job, such as a failed read. */
  readonly onError?: (error: unknown, jobId?: string) => void;
}

export function openEngine(deps: Deps, input: EngineInput): Engine {
  const { store, service, context, outputDir, collectInto, callbacks, policy, quota, onError } = input;
  const { kling, account, hasApiKey, isEmulator, timeScale, baseUrl } = service;
  const { givenFetch } = deps;
  const collector = createCollector({
    ...(givenFetch ? { fetch: givenFetch } : {}),
    onProgress: createChunkFreer(),
    // Results of an emulator stand on this machine; those of the service must be public https.
    ...(isLoopback(baseUrl) ? { allowedOrigins: [new URL(baseUrl).origin] } : {}),
  });
  return createEngine({
    store,
    provider: createKlingProvider({ kling, account, hasApiKey, spendsMoney: !isEmulator, timeScale }),
    loadImage: context.loadImage,
    outputDir,
    // Machines that share a store agree on leases and deadlines by its clock only.
    clock: store.clock ?? deps.clock,
    collector: collectInto === undefined ? collector : intoFolder(collector, collectInto),
    ...(callbacks ? { callbacks } : {}),
    ...(onError ? { onError } : {}),
    ...(policy ? { policy } : {}),
    ...(quota === undefined ? {} : { slots: { quota } }),
  });
}

/** Files of one name come from many folders: the job's id keeps them apart. */
const intoFolder =
  (collector: Collector, folder: string): Collector =>
  (request) => {
    const extension = extname(request.filePath);
    const name = basename(request.filePath, extension);
    return collector({ ...request, filePath: join(folder, `${name}-${request.resumeKey}${extension}`) });
  };

/** What `--policy` and `--quota` say. */
export async function readEngineSettings(
  deps: Deps,
  { quota, ...options }: { readonly policy?: string; readonly quota?: string },
): Promise<EngineSettings> {
  return {
    policy: await loadPolicy(deps, options),
    quota:
      quota === undefined
        ? undefined
        : parseNumber(quota, { flag: "--quota", min: 1, max: 100_000, isWhole: true }),
  };
}

/** The standing policy that `--policy` or `KLING_POLICY` names. Throws `policy_not_found` and `policy_invalid`. */
export async function loadPolicy(
  deps: Deps,
  { policy }: { readonly policy?: string },
): Promise<StandingPolicy | undefined> {
  const file = policy ?? deps.env["KLING_POLICY"]?.trim();
  if (!file) return undefined;
  const codes = { missing: "policy_not_found", unreadable: "policy_invalid" };
  return readPolicy(await readText(deps, { file, what: "--policy", codes }), resolve(deps.cwd, file));
}
