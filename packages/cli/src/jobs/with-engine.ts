import { resolve } from "node:path";
import type { Engine, JobClient, Store } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { findUnusedNames } from "../session/account-note.ts";
import type { AllowHostOptions } from "../session/allow-hosts.ts";
import type { ApprovalSetting } from "../session/approval-setting.ts";
import type { OutputOptions } from "../terminal/output.ts";
import { showWarnings } from "../terminal/warnings.ts";
import { createRequestCounter } from "./count-requests.ts";
import { type CallbackOptions, withCallbacks } from "./open-callbacks.ts";
import { openEngine, readEngineSettings } from "./open-engine.ts";
import { openJobs, withStore } from "./open-store.ts";
import { createPlanContext } from "./plan-context.ts";
import { nameServices, openServices, type ServiceOptions, type Services } from "./service.ts";
import { createTroubles, type Troubles } from "./troubles.ts";

/** Flags of commands that run jobs. */
export interface EngineCommandOptions
  extends ServiceOptions,
    CallbackOptions,
    AllowHostOptions,
    OutputOptions {
  readonly outputDir?: string;
  readonly policy?: string;
  readonly quota?: string;
  /** Asks for approval even where nothing is charged. */
  readonly alwaysAsk?: boolean;
}

export interface EngineSession {
  readonly store: Store;
  readonly engine: Engine;
  readonly jobClient: JobClient;
  readonly services: Services;
  /** Whose approvals count here. */
  readonly approvals: ApprovalSetting;
  /** What keeps its jobs from going on. */
  readonly troubles: Troubles;
}

/** Store, service and engine for as long as `use` runs. */
export function withEngine(
  deps: Deps,
  options: EngineCommandOptions,
  use: (session: EngineSession) => Promise<void>,
): Promise<void> {
  const troubles = createTroubles(deps, options);
  return withStore(deps, { ...options, wakeups: "pg-boss", onError: troubles.hear }, async (store) => {
    const settings = await readEngineSettings(deps, options);
    const outputDir = resolve(deps.cwd, options.outputDir ?? ".");
    const opened = await openServices(deps, options);
    showWarnings(deps, options, await findUnusedNames(deps, options));
    const countRequests = createRequestCounter(deps, opened);
    try {
      const services = await nameServices(store, opened);
      await withCallbacks(deps, options, { store, services, onError: troubles.hear }, (callbacks) => {
        const context = createPlanContext(deps, options);
        const asks = options.alwaysAsk ? { requiresApproval: true } : {};
        const input = { store, services, context, callbacks, outputDir, ...asks, ...settings };
        const engine = openEngine(deps, { ...input, onError: troubles.hear });
        const { approvals } = settings;
        return use({ store, engine, jobClient: openJobs(deps, store), services, approvals, troubles });
      });
    } finally {
      await countRequests(store);
      await opened.close();
    }
  });
}
