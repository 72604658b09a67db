import { createEngine, createKlingProvider, makePlan, openSqliteStore, parseBatch } from "@klingkit/engine";
import { createTelemetry, observeStore } from "@klingkit/engine/telemetry";
import { MEDIA_RULES } from "@klingkit/spec";
import { createKling, credentialsFromEnvironment } from "klingkit";
import { loadImage } from "klingkit/node";

const telemetry = createTelemetry(); // the SDK that your program registered; without one nothing is reported
const media = { loadImage: (path: string) => loadImage(path, MEDIA_RULES.standardImage), telemetry };
const plan = await makePlan(parseBatch("purpose: teaser\nrequests: [{prompt: a fox in the snow}]"), media);

const kling = createKling(credentialsFromEnvironment(process.env));
const store = await openSqliteStore("jobs.sqlite");
const stopObserving = observeStore(store); // slots, queues, jobs and units, each time that metrics are collected
const engine = createEngine({
  ...media, // with telemetry
  store,
  providers: [createKlingProvider({ kling, hasApiKey: true, timeScale: 50 })], // timeScale: for a fast emulator only
  outputDir: "out",
});
const approval = await engine.approve(plan, { approvedBy: "me" });
await engine.enqueue(plan, { approvalId: approval.id, key: "teaser" }); // the same key again buys nothing
console.log((await engine.run()).counts);
stopObserving();
await telemetry.flush(); // before the process ends
await store.close();
