// One process of a chaos run: works on the store until it is killed or nothing is left.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createCollector, createEngine, type Provider, type Store } from "@klingkit/engine";
import { MEDIA_RULES } from "@klingkit/spec";
import { loadImage } from "klingkit/node";
import { chaosProviders } from "./chaos-providers.ts";
import { openStoreAt } from "./open-store.ts";
import { RESEND_MARK, type WorkerOrder } from "./worker-order.ts";

// Written by `startWorkers`.
const order = JSON.parse(process.argv[2] ?? "{}") as WorkerOrder;
const { storeAddress, baseUrl, outputDir, guard, quota } = order;
const [provider, ...others] = chaosProviders(order);

/** What an ordinary queue does: the step of a dead or unlucky worker runs again, as if it were new. */
const unguarded: Provider = {
  ...provider,
  submit: (submission, context) => {
    const key = `${submission.externalId}${RESEND_MARK}${randomUUID().slice(0, 8)}`;
    const options = { ...Object(submission.body["options"]), external_task_id: key };
    return provider.submit({ ...submission, body: { ...submission.body, options } }, context);
  },
};

/** The database may be down while a worker starts; whoever runs workers starts them again. */
async function openPatiently(): Promise<Store> {
  for (;;) {
    try {
      return await openStoreAt(storeAddress);
    } catch {
      await sleep(100);
    }
  }
}

const store = await openPatiently();
const engine = createEngine({
  store,
  providers: [guard === "on" ? provider : unguarded, ...others],
  loadImage: (input) => loadImage(input, MEDIA_RULES.legacyImage),
  outputDir,
  slots: quota === undefined ? {} : { quota },
  timing: {
    sendWindowMs: 500,
    submitTimeoutMs: 800,
    readTimeoutMs: 800,
    leaseMs: 1500,
    pollMs: 50,
    backoffFirstMs: 50,
    backoffMaxMs: 400,
    // A busy machine lets many sends of a job run out of time in a row.
    maxSends: 50,
  },
  collector: createCollector({ allowedOrigins: [baseUrl] }),
});
// A test run that is killed takes its workers along.
const goAlong = () => process.exit(1);
process.once("disconnect", goAlong);
process.send?.("ready");
await engine.run();
process.off("disconnect", goAlong);
process.disconnect?.();
await store.close();
