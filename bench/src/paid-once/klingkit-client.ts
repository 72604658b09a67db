import { join } from "node:path";
import {
  createCollector,
  createEngine,
  createKlingProvider,
  listenForCallbacks,
  makePlan,
  openSqliteStore,
  type Provider,
  parseBatch,
} from "@klingkit/engine";
import { type Clock, createKling } from "klingkit";
import { PUBLIC_URL, SCALE } from "./bench-service.ts";
import { type ClientJob, type ClientReport, MODEL, PROMPT } from "./client-job.ts";

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
  const kling = createKling({ apiKey: account, baseUrl: PUBLIC_URL, fetch: service.wire, readRetries: 0 });
  const engine = createEngine({
    store,
    clock,
    loadImage,
    outputDir,
    provider: inScaledTime(createKlingProvider({ kling, hasApiKey: true, spendsMoney: false, account })),
    collector: createCollector({ fetch: service.wire, clock, allowedOrigins: [PUBLIC_URL] }),
    timing: { pollMs: 5000, leaseMs: 120_000 },
    ...(callbacks ? { callbacks } : {}),
  });
  try {
    const requests = [{ prompt: PROMPT, model: MODEL }];
    await engine.enqueue(await makePlan(parseBatch(JSON.stringify({ requests })), { loadImage }));
    await engine.run({ signal: AbortSignal.timeout(LIMIT_MS) });
    const [bought] = await engine.jobs();
    const { held } = (await engine.budget()).total;
    return { outcome: bought?.state ?? "no job", heldUnits: held };
  } finally {
    await callbacks?.close();
    await store.close();
  }
}

/** Callbacks are signed with the time of the machine. */
const unscaled: Clock = {
  nowMs: () => Date.now(),
  sleep: () => Promise.reject(new Error("nobody waits by this clock")),
};

/** The client's deadlines are of real time. */
function inScaledTime(provider: Provider): Provider {
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
