// One process of the kill test: works on the store until it is killed or nothing is left.
import { randomUUID } from "node:crypto";
import { appendFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import {
  createEngine,
  createKlingProvider,
  openPostgresStore,
  openSqliteStore,
  type Provider,
  type Store,
} from "@klingkit/engine";
import { createKling } from "klingkit";

const [, , storePath = "", baseUrl = "", apiKey = "", guard = "on", folder = ""] = process.argv;

/** Share of creates whose answer is lost, and as many that are answered 502, after the service has handled them. */
const LOSS = 0.12;

const lossyFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const isCreate = init?.method === "POST";
  const luck = Math.random();
  if (isCreate && luck < LOSS)
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("lost"), { code: "ECONNRESET" }) });
  return isCreate && luck < 2 * LOSS ? new Response("<html>", { status: 502 }) : response;
};

const kling = createKling({ apiKey, baseUrl, fetch: lossyFetch, readRetries: 0 });
const provider: Provider = {
  ...createKlingProvider({ kling, hasApiKey: true, spendsMoney: false, settleMs: 200 }),
  expectedMs: () => 300,
};

/** What an ordinary queue does: the step of a dead or unlucky worker runs again, as if it were new. */
const unguarded: Provider = {
  ...provider,
  submit: (submission, context) => {
    const options = { ...Object(submission.body["options"]), external_task_id: randomUUID() };
    return provider.submit({ ...submission, body: { ...submission.body, options } }, context);
  },
};

/** The database may be down while a worker starts; whoever runs workers starts them again. */
async function openPatiently(): Promise<Store> {
  for (;;) {
    try {
      return await (storePath.startsWith("postgres:")
        ? openPostgresStore(storePath, { wakeups: "pg-boss" })
        : openSqliteStore(storePath));
    } catch {
      await sleep(100);
    }
  }
}

const store = await openPatiently();
const engine = createEngine({
  store,
  provider: guard === "on" ? provider : unguarded,
  loadImage: () => Promise.reject(new Error("no images")),
  outputDir: folder,
  slots: { quota: 5 },
  timing: {
    sendWindowMs: 500,
    submitTimeoutMs: 800,
    readTimeoutMs: 800,
    leaseMs: 1500,
    pollMs: 50,
    backoffFirstMs: 50,
    backoffMaxMs: 400,
  },
  collector: async ({ filePath, resumeKey }) => {
    await appendFile(`${folder}/delivered.txt`, `${resumeKey}\n`);
    return { filePath, sizeBytes: 1, sha256: "none" };
  },
});
process.send?.("ready");
await engine.run();
process.disconnect?.();
await store.close();
