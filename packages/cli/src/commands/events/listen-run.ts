import {
  createEventDelivery,
  createEventSender,
  isPassing,
  openEventLog,
  type Since,
  type Store,
} from "@klingkit/engine";
import type { TaskEventType } from "@klingkit/spec/plain";
import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { localSecret } from "../../events/local-secret.ts";
import { parseSince, parseTarget, parseTypes } from "../../events/parse-event-flags.ts";
import { createRequestCounter } from "../../jobs/count-requests.ts";
import { type CallbackOptions, withCallbacks } from "../../jobs/open-callbacks.ts";
import { openEngine, readEngineSettings } from "../../jobs/open-engine.ts";
import { withStore } from "../../jobs/open-store.ts";
import { createPlanContext } from "../../jobs/plan-context.ts";
import { nameServices, openServices, type Services } from "../../jobs/service.ts";
import type { ConnectionOptions } from "../../session/settings.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { isForPeople } from "../../terminal/output.ts";
import { createListenView, type ListenView } from "./listen-view.ts";

export interface ListenOptions extends ConnectionOptions, StoreOptions, CallbackOptions {
  readonly forwardTo?: string;
  readonly events?: string;
  readonly since?: string;
  readonly printSecret?: boolean;
  readonly format?: string;
}

/** Reports and forwards events until Ctrl-C, which is the normal end: exit 0. */
export async function runListen(options: ListenOptions, deps: Deps): Promise<void> {
  const secret = await localSecret(deps, options);
  if (options.printSecret) return deps.io.stdout.write(`${secret}\n`);
  const url = options.forwardTo === undefined ? undefined : parseTarget(options.forwardTo, "--forward-to");
  const types = parseTypes(options.events);
  const view = createListenView(deps, isJson(deps, options), url);
  const opened = await openServicesIfAny(deps, options);
  try {
    await withStore(deps, { ...options, onError: view.trouble }, async (store) => {
      const since = await parseSince(deps, store, options.since);
      const services = opened && (await nameServices(store, opened));
      const input = { store, view, services, url, secret, types, since };
      const ending = new AbortController();
      const signal = AbortSignal.any([deps.signal, ending.signal]);
      // Whichever ends first, such as by a store that cannot be used, ends the other.
      const end = () => ending.abort();
      await Promise.all([
        report(deps, input, signal).finally(end),
        watch(deps, options, { ...input, signal }).finally(end),
      ]);
    });
  } finally {
    await opened?.close();
  }
  view.stopped();
}

function isJson(deps: Deps, { format }: ListenOptions): boolean {
  if (format === undefined) return !isForPeople(deps, {});
  if (format === "json" || format === "text") return format === "json";
  throw usageError("usage_error", `--format: '${format}' is not one of text, json.`);
}

/** Undefined without a key: then other processes must read the tasks. */
async function openServicesIfAny(deps: Deps, options: ListenOptions): Promise<Services | undefined> {
  try {
    return await openServices(deps, options);
  } catch (error) {
    if (error instanceof CliError && error.code === "missing_api_key") return undefined;
    throw error;
  }
}

interface Listening {
  readonly store: Store;
  readonly view: ListenView;
  readonly services: Services | undefined;
  readonly url: string | undefined;
  readonly secret: string;
  readonly types: readonly TaskEventType[] | undefined;
  readonly since: Since | undefined;
}

async function report(
  deps: Deps,
  { store, view, services, url, secret, types, since }: Listening,
  signal: AbortSignal,
): Promise<void> {
  // Pauses and time-outs are those of a network, in real time.
  const clock = store.clock ?? deps.downloadClock;
  const ready = () =>
    view.ready({ url, secret, accounts: services?.all.map(({ account }) => account) ?? [] });
  if (url === undefined) {
    ready();
    const log = await openEventLog(store, { clock });
    const query = { types, since, signal, onError: view.trouble };
    for await (const event of log.follow(query)) view.event(event);
    return;
  }
  const delivery = createEventDelivery({
    store,
    clock,
    name: url,
    deliver: createEventSender({ url, secrets: secret, fetch: deps.fetch }),
    types,
    rewindTo: since,
    onEvent: view.event,
    onAttempt: view.attempt,
    onReady: ready,
    onStandby: view.standby,
    onError: view.trouble,
  });
  await delivery.run({ signal });
}

/** Reads tasks beside other processes, and takes callbacks where an address for them is given. */
async function watch(
  deps: Deps,
  options: ListenOptions,
  { store, services, view, signal }: Listening & { readonly signal: AbortSignal },
): Promise<void> {
  if (services === undefined) return untilAborted(signal);
  const settings = await readEngineSettings(deps, options);
  const countRequests = createRequestCounter(deps, services);
  const onError = (error: unknown) => {
    if (!isPassing(error)) view.trouble(error);
  };
  await withCallbacks(deps, options, { store, services, onError }, async (callbacks) => {
    const context = createPlanContext(deps, options);
    const engine = openEngine(deps, {
      store,
      services,
      context,
      callbacks,
      onError,
      outputDir: deps.cwd,
      ...settings,
    });
    await engine.run({ signal, until: "watch" }).finally(() => countRequests(store));
  });
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
