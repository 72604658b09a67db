import {
  createEngine,
  createEventDelivery,
  createKlingProvider,
  makePlan,
  openSqliteStore,
  parseBatch,
} from "@klingkit/engine";
import { createKling, credentialsFromEnvironment } from "klingkit";

const media = { loadImage: () => Promise.reject(new Error("no request has images")) };
const kling = createKling(credentialsFromEnvironment(process.env));
const store = await openSqliteStore("jobs.sqlite");
const engine = createEngine({
  ...media,
  store,
  providers: [createKlingProvider({ kling, hasApiKey: true, timeScale: 50 })], // timeScale: for a fast emulator only
  outputDir: ".",
});

// #region deliver
const delivery = createEventDelivery({
  store,
  name: "mailer", // its place in the store is kept under this name
  types: ["task.downloaded", "task.failed", "task.content-policy"],
  since: { seq: 0 }, // where its first run begins; default: what happens from now on
  deliver: async ({ type, data }) => {
    console.log(type, data.job.name, data.results[0]?.sha256 ?? data.error?.message); // throw to get it again later
  },
});
// #endregion

const plan = await makePlan(parseBatch("requests: [{ name: fox, prompt: a fox in the snow }]"), media);
const approval = await engine.approve(plan, { approvedBy: "me", maxCreates: 1 });
await engine.enqueue(plan, { approvalId: approval.id, key: "fox-1" }); // the key: a second start buys nothing
await engine.run();
await delivery.run({ until: "rest" }); // a server passes a signal instead, and goes on
await store.close();
