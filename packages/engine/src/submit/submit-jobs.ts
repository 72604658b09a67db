import type { EngineContext } from "../engine/settings.ts";
import type { JobRow } from "../store/schema.ts";
import { openIntents } from "./open-intents.ts";
import { prepare } from "./prepare.ts";
import { sendOpened } from "./send.ts";

/** Sends as many of the claimed jobs as have slots and budget. Resolves when each of them has an answer or waits. */
export async function submitJobs(context: EngineContext, jobs: readonly JobRow[]): Promise<void> {
  const all = await Promise.all(jobs.map((job) => prepare(context, job)));
  const prepared = all.filter((item) => item !== undefined);
  if (prepared.length === 0) return;
  const opened = await context.store.write((db) => openIntents(db, context, prepared));
  await Promise.all(opened.map((item) => sendOpened(context, item)));
}
