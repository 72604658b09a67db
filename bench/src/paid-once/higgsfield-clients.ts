import { join } from "node:path";
import {
  createCollector,
  createEngine,
  createHiggsfieldProvider,
  makePlan,
  openSqliteStore,
  parseBatch,
} from "@klingkit/engine";
import { createHiggsfield } from "klingkit/higgsfield";
import { HIGGSFIELD_VENUE } from "./bench-service.ts";
import { type ClientJob, type ClientReport, PROMPT } from "./client-job.ts";
import { type InstalledClient, installClient } from "./install-client.ts";
import { inScaledTime } from "./klingkit-client.ts";

const SECRET = "secret-of-the-bench";
/** A row that takes longer has hung. Real time. */
const LIMIT_MS = 150_000;
const loadImage = () => Promise.reject(new Error("no images"));

/** klingkit's engine with its defaults, save that a fast clock is looked at less often. */
export async function buyAtHiggsfield({
  service,
  account,
  outputDir,
  folder,
  clock,
}: ClientJob): Promise<ClientReport> {
  const store = await openSqliteStore(join(folder, "jobs.sqlite"));
  const { baseUrl } = service.emulator;
  const higgsfield = createHiggsfield({
    credentials: `${account}:${SECRET}`,
    baseUrl,
    fetch: service.wire,
    readRetries: 0,
  });
  const provider = createHiggsfieldProvider({ higgsfield, spendsMoney: false, account });
  const engine = createEngine({
    store,
    clock,
    loadImage,
    outputDir,
    providers: [inScaledTime(provider)],
    collector: createCollector({
      fetch: service.wire,
      clock,
      allowedOrigins: [HIGGSFIELD_VENUE.publicUrl],
    }),
    timing: { pollMs: 5000, leaseMs: 120_000 },
  });
  try {
    const requests = [{ prompt: PROMPT, model: "kling-2.6", service: "higgsfield" }];
    const plan = await makePlan(parseBatch(JSON.stringify({ requests })), {
      loadImage,
      isLocalService: true,
    });
    await engine.enqueue(plan, { continues: true });
    await engine.run({ signal: AbortSignal.timeout(LIMIT_MS) });
    const states = new Set((await engine.jobs()).map(({ state }) => state));
    const { held } = (await engine.budget("usd")).total;
    return { outcome: [...states].join(", ") || "no job", heldUnits: held };
  } finally {
    await store.close();
  }
}

/** The service's own client, @higgsfield/client 0.2.6 from npm. */
export const installHiggsfieldClient = (): Promise<InstalledClient> =>
  installClient("higgsfield-client", (account) => ({ HF_CREDENTIALS: `${account}:${SECRET}` }));
