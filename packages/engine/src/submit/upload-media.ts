import { createHash } from "node:crypto";
import { isJsonObject, type JsonObject } from "@klingkit/spec";
import { callContext, type EngineContext } from "../context/engine-context.ts";
import { accountOf } from "../context/engine-contexts.ts";
import { labelMedia } from "../plan/label-media.ts";
import { mediaLabelOf } from "../plan/load-inputs.ts";
import type { PlannedJob, PlannedMedium } from "../plan/plan.ts";
import { PlanError } from "../plan/plan-error.ts";
import type { Provider } from "../provider/provider.ts";

interface Sending {
  readonly planned: Pick<PlannedJob, "name" | "media">;
  readonly body: JsonObject;
  /** When the job's intent was first written, in Unix ms. */
  readonly firstSentAtMs: number;
}

/**
 * Puts the addresses of uploaded files into a body, where the service takes files by address. A file is uploaded once per account
 * and kept in mind: a create that is sent again under its key must name the same address.
 */
export async function uploadMedia(
  context: EngineContext,
  { planned, body, firstSentAtMs }: Sending,
): Promise<JsonObject> {
  if (!context.provider.upload) return body;
  const urls = new Map<string, string>();
  for (const medium of planned.media) {
    const { sha256 } = medium;
    if (sha256 === undefined) continue;
    const wanted = { sha256, firstSentAtMs };
    const known = await findUpload(context, wanted);
    if (known === undefined) await upload(context, { name: planned.name, medium, sha256 });
    const url = known ?? (await findUpload(context, wanted));
    if (url !== undefined) urls.set(mediaLabelOf(sha256), url);
  }
  const placed = labelMedia(body, urls);
  return isJsonObject(placed) ? placed : body;
}

/**
 * The address that a job names a file by: the oldest that was young enough when the job was first sent, so that it is the same
 * at every later send, whatever is uploaded meanwhile.
 */
async function findUpload(
  context: EngineContext,
  { sha256, firstSentAtMs }: Wanted,
): Promise<string | undefined> {
  const { provider } = context;
  const row = await context.store.reader
    .selectFrom("upload")
    .select("url")
    .where((upload) => upload.and({ ...accountOf(context), sha256 }))
    .where("at", ">", firstSentAtMs - namedForMs(provider))
    .orderBy("at")
    .limit(1)
    .executeTakeFirst();
  return row?.url;
}

/** For how long new creates may name an upload: it must last until the key of the create is forgotten. */
export function namedForMs({
  retentionMs,
  uploadsKeptMs = retentionMs,
  keysKeptMs = retentionMs,
}: Provider): number {
  return Math.max(0, uploadsKeptMs - keysKeptMs);
}

interface Wanted {
  readonly sha256: string;
  readonly firstSentAtMs: number;
}

/** Gives the file to the service. Throws PlanError `plan_stale` for one that is not the file of the plan. */
async function upload(
  context: EngineContext,
  {
    name,
    medium: { input },
    sha256,
  }: { readonly name: string; readonly medium: PlannedMedium; readonly sha256: string },
): Promise<void> {
  const { store, clock, plans, provider, timing } = context;
  const file = await plans.readFile?.(input);
  if (!file || !provider.upload) {
    const message = `${name}: ${input} is a file, and nothing was given that reads files; nothing was sent`;
    throw new PlanError("payload_unavailable", message);
  }
  if (createHash("sha256").update(file.bytes).digest("hex") !== sha256) {
    const message = `${name}: ${input} is not the file that was approved; nothing was sent. Plan and approve again`;
    throw new PlanError("plan_stale", message);
  }
  const { url } = await provider.upload(file, callContext(context, timing.submitTimeoutMs));
  await store.write((db) =>
    db
      .insertInto("upload")
      .values({ ...accountOf(context), sha256, url, at: clock.nowMs() })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
}
