import { join } from "node:path";
import {
  createCollector,
  createEngine,
  createKlingProvider,
  listenForCallbacks,
  makePlan,
  openSqliteStore,
  type Plan,
  type Provider,
  parseBatch,
  planJob,
  sealPlan,
} from "@klingkit/engine";
import { findRoute } from "@klingkit/spec";
import { type Clock, createKling } from "klingkit";
import { PUBLIC_URL, SCALE } from "./bench-service.ts";
import { type ClientJob, type ClientReport, MODEL, PROMPT } from "./client-job.ts";
import type { FaultRow } from "./fault-rows.ts";

const loadImage = () => Promise.reject(new Error("no images"));
/** A row that takes longer has hung. Real time. */
const LIMIT_MS = 150_000;

/** klingkit's engine with its defaults, save that a fast clock is looked at less often. */
export async function buyWithKlingkit({
  service,
  row,
  account,
  outputDir,
  folder,
  clock,
}: ClientJob): Promise<ClientReport> {
  const store = await openSqliteStore(join(folder, "jobs.sqlite"));
  const callbacks = row.hasCallbacks
    ? await listenForCallbacks({ store, clock: unscaled, secrets: [service.webhookSecret] })
    : undefined;
  // A service on this machine may be given a callback address that only this machine reaches.
  const { baseUrl } = service.emulator;
  const kling = createKling({ apiKey: account, baseUrl, fetch: service.wire, readRetries: 0 });
  const engine = createEngine({
    store,
    clock,
    loadImage,
    outputDir,
    providers: [inScaledTime(createKlingProvider({ kling, hasApiKey: true, spendsMoney: false, account }))],
    collector: createCollector({ fetch: service.wire, clock, allowedOrigins: [PUBLIC_URL] }),
    timing: { pollMs: 5000, leaseMs: 120_000 },
    ...(callbacks ? { callbacks } : {}),
  });
  try {
    const signal = AbortSignal.timeout(LIMIT_MS);
    await engine.enqueue(await planOf(row), { continues: true });
    await engine.run({ signal });
    if (row.retryAfterMs !== undefined) {
      await clock.sleep(row.retryAfterMs);
      await Promise.all((await engine.jobs({ states: ["rejected"] })).map(({ id }) => engine.retry(id)));
      await engine.run({ signal });
    }
    const states = new Set((await engine.jobs()).map(({ state }) => state));
    const { held } = (await engine.budget()).total;
    return { outcome: [...states].join(", ") || "no job", heldUnits: held };
  } finally {
    await callbacks?.close();
    await store.close();
  }
}

async function planOf({ videos = 1, takenKey }: FaultRow): Promise<Plan> {
  const prompts = Array.from({ length: videos }, (_, at) =>
    at === 0 ? PROMPT : `${PROMPT}, take ${at + 1}`,
  );
  const requests = prompts.map((prompt) => ({ prompt, model: MODEL }));
  const plan = await makePlan(parseBatch(JSON.stringify({ requests })), { loadImage });
  if (takenKey === undefined) return plan;
  const own = plan.jobs.map((job) => {
    const route = findRoute(job.routeId);
    if (!route) throw new Error(`the route ${job.routeId} is gone`);
    const request = { ...job.request, externalTaskId: takenKey };
    return planJob({ name: job.name, index: 1, request, route }, { loadImage });
  });
  return sealPlan(plan.purpose, await Promise.all(own));
}

/** Callbacks are signed with the time of the machine. */
const unscaled: Clock = {
  nowMs: () => Date.now(),
  sleep: () => Promise.reject(new Error("nobody waits by this clock")),
};

/** The client's deadlines are of real time. */
export function inScaledTime(provider: Provider): Provider {
  const scaled = <Context extends { readonly timeoutMs: number }>(context: Context): Context => ({
    ...context,
    timeoutMs: context.timeoutMs / SCALE,
  });
  return {
    ...provider,
    submit: (submission, context) => provider.submit(submission, scaled(context)),
    lookup: (ref, context) => provider.lookup(ref, scaled(context)),
    read: (refs, context) => provider.read(refs, scaled(context)),
  };
}
