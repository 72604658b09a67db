import type { EngineContext } from "../context/engine-context.ts";
import type { JobRow } from "../store/schema.ts";
import { openIntents } from "./open-intents.ts";
import { sendOpened } from "./send.ts";

/** Sends as many of the claimed jobs as have slots and budget. Resolves when each of them has an answer or waits. */
export async function submitJobs(context: EngineContext, jobs: readonly JobRow[]): Promise<void> {
  const opened = await context.store.write((db) => openIntents(db, context, jobs));
  await Promise.all(opened.map((item) => sendOpened(context, item)));
}
