import { createEngine, createKlingProvider, makePlan, openSqliteStore, parseBatch } from "@klingkit/engine";
import { MEDIA_RULES } from "@klingkit/spec";
import { createKling, credentialsFromEnvironment } from "klingkit";
import { loadImage } from "klingkit/node";

const media = { loadImage: (path: string) => loadImage(path, MEDIA_RULES.standardImage) };
const plan = await makePlan(parseBatch("purpose: teaser\nrequests: [{prompt: a fox in the snow}]"), media);
console.log(plan.totals); // units and USD, before anything is bought

const kling = createKling(credentialsFromEnvironment(process.env));
const store = await openSqliteStore("jobs.sqlite");
const engine = createEngine({
  ...media,
  store,
  providers: [createKlingProvider({ kling, hasApiKey: true, timeScale: 50 })], // timeScale: for a fast emulator only
  outputDir: "out",
});
const approval = await engine.approve(plan, { approvedBy: "me", maxCreates: 1 });
await engine.enqueue(plan, { approvalId: approval.id, key: "teaser" }); // the same key again buys nothing
console.log(await engine.run()); // resolves when everything is bought, followed and on disk
await store.close();
