// #region enqueue
import {
  createEngine,
  createKlingProvider,
  EMULATED,
  isLoopback,
  makePlan,
  openJobClient,
  openSqliteStore,
} from "@klingkit/engine";
import { MEDIA_RULES } from "@klingkit/spec";
import { createKling, credentialsFromEnvironment } from "klingkit";
import { loadImage } from "klingkit/node";

const kling = createKling(credentialsFromEnvironment(process.env));
const isEmulated = isLoopback(kling.baseUrl);
const media = { loadImage: (path: string) => loadImage(path, MEDIA_RULES.standardImage) };
const store = await openSqliteStore("jobs.sqlite"); // on several machines: openPostgresStore("postgres://…")
const engine = createEngine({
  ...media,
  store,
  outputDir: "videos",
  providers: [
    createKlingProvider({
      kling,
      hasApiKey: true,
      spendsMoney: !isEmulated,
      account: isEmulated ? `${EMULATED}shop` : "shop", // KLING_ACCOUNT=shop of the workers
    }),
  ],
  policy: {
    kind: "klingkit.policy",
    version: 1,
    writtenBy: "ana",
    allowsSeveralCreates: true, // all orders share the purpose "shop"
    unitsPerRun: 5,
    unitsPerDay: 100,
  },
});

/** Saves the job of an order. Nothing is sent: a worker buys it. Call it again: it stays one job. */
export async function enqueueVideo(order: string, prompt: string): Promise<string> {
  const requests = [{ name: order, prompt, model: "kling-v3", durationSeconds: 5 }];
  const plan = await makePlan({ purpose: "shop", requests }, media);
  const result = await engine.enqueue(plan, { key: order });
  if (result.kind !== "accepted")
    throw new Error(`${result.kind}: ${result.reasons.join("; ")}. To continue: ${result.remedy}.`);
  return result.batchId;
}

export async function readJobs(batchId: string) {
  const jobs = await openJobClient(store).jobs({ batchId });
  return jobs.map(({ name, state, filePath, error }) => ({
    name,
    state,
    file: state === "collected" ? filePath : null, // before, it is the path that the file will have
    error: error?.message,
  }));
}
// #endregion

const batchId = await enqueueVideo("order-17", "a fox in the snow");
const isSame = (await enqueueVideo("order-17", "a fox in the snow")) === batchId;
console.log(
  isSame,
  (await readJobs(batchId)).map(({ name, state, file }) => `${name} ${state} ${file}`).join(),
);
await store.close();
