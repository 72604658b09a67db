import { once } from "node:events";
import { createEngine, createKlingProvider, openJobClient, openSqliteStore } from "@klingkit/engine";
import { serveHttp } from "@klingkit/mcp";
import { MEDIA_RULES } from "@klingkit/spec";
import { createKling, credentialsFromEnvironment } from "klingkit";
import { loadImage } from "klingkit/node";

const media = { loadImage: (path: string) => loadImage(path, MEDIA_RULES.standardImage) };
const kling = createKling(credentialsFromEnvironment(process.env));
const store = await openSqliteStore("jobs.sqlite");
const engine = createEngine({
  ...media,
  store,
  providers: [createKlingProvider({ kling, hasApiKey: true })],
  outputDir: "videos",
});
engine.start(); // runs the jobs that agents' plans become
const server = await serveHttp({
  engine,
  jobClient: openJobClient(store),
  planContext: media,
  mediaFolder: process.cwd(),
});
console.log(`agents connect to ${server.url}`);

// Runs until Ctrl-C, or until a service manager stops it.
await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
await server.close();
await engine.stop();
await store.close();
