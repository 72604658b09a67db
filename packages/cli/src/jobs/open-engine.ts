import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
  createCollector,
  createEngine,
  createKlingProvider,
  type Engine,
  type PlanContext,
  readPolicy,
  type StandingPolicy,
  type Store,
} from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import { isLoopback } from "../session/emulator-probe.ts";
import type { Service } from "./service.ts";

export interface EngineInput {
  readonly store: Store;
  readonly service: Service;
  readonly context: PlanContext;
  /** Absolute. */
  readonly outputDir: string;
  readonly policy?: StandingPolicy | undefined;
  /** Tasks in flight per model; absent: learnt. */
  readonly quota?: number | undefined;
  /** Hears about failures that cost no job, such as a failed read. */
  readonly onError?: (error: unknown, jobId?: string) => void;
}

export function openEngine(deps: Deps, input: EngineInput): Engine {
  const { store, service, context, outputDir, policy, quota, onError } = input;
  const { kling, account, hasApiKey, isEmulator, timeScale, baseUrl } = service;
  const { clock, givenFetch } = deps;
  return createEngine({
    store,
    provider: createKlingProvider({ kling, account, hasApiKey, spendsMoney: !isEmulator, timeScale }),
    loadImage: context.loadImage,
    outputDir,
    clock,
    collector: createCollector({
      ...(givenFetch ? { fetch: givenFetch } : {}),
      // Results of an emulator stand on this machine; those of the service must be public https.
      ...(isLoopback(baseUrl) ? { allowedOrigins: [new URL(baseUrl).origin] } : {}),
    }),
    ...(onError ? { onError } : {}),
    ...(policy ? { policy } : {}),
    ...(quota === undefined ? {} : { slots: { quota } }),
  });
}

/** The standing policy that `--policy` or `KLING_POLICY` names. Throws `policy_not_found` and `policy_invalid`. */
export async function loadPolicy(
  { env, cwd }: Deps,
  { policy }: { readonly policy?: string },
): Promise<StandingPolicy | undefined> {
  const name = policy ?? env["KLING_POLICY"]?.trim();
  if (!name) return undefined;
  const path = resolve(cwd, name);
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw usageError("policy_not_found", `--policy: ${reason}`);
  });
  return readPolicy(text, path);
}
