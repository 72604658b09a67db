import { backoffMs } from "../context/backoff.ts";
import { callContext, type EngineContext } from "../context/engine-context.ts";
import { withinTime } from "../context/within-time.ts";
import { addEvent } from "../events/add-event.ts";
import { CreateFailed } from "../provider/failed-request.ts";
import type { SubmitAnswer } from "../provider/provider.ts";
import { serviceKeyOf } from "../provider/service-key.ts";
import { endJob } from "../state/end-job.ts";
import { updateJob } from "../store/jobs.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { isLost } from "../store/store-error.ts";
import { recoveryOf } from "./look-up.ts";
import { type Mismatch, openOtherAddress } from "./open-other-address.ts";
import { prepareBody } from "./prepare-body.ts";
import { recordAccepted } from "./record-accepted.ts";
import { GIVEN_UP, recordRefusal } from "./record-refusal.ts";
import { traceSubmit } from "./trace-submit.ts";
import type { Opened } from "./write-intents.ts";

/** The only place from which a create leaves: after its intent was committed, before the intent's deadline, once. */
export async function sendOpened(
  context: EngineContext,
  opened: Opened,
  earlier: Mismatch["tried"] = [],
): Promise<void> {
  const { job, intent } = opened;
  if (isReplay(context, opened) && (await isKeyForgotten(context, opened)))
    return recordDoubt(context, job, { code: "unknown", message: FORGOTTEN });
  const traced = { opened, isReplay: isReplay(context, opened) };
  const answer = withoutAddress(await traceSubmit(context, traced, () => post(context, opened)), [
    intent.callback_url,
    context.callbackUrl,
  ]);
  switch (answer.kind) {
    case "accepted": {
      const { taskId, task, isEarlier = false } = answer;
      const atMs = context.clock.nowMs();
      // It may be the task of an earlier send, and may have ended long ago.
      const how = isEarlier || isReplay(context, opened) ? "adopted" : "accepted";
      const alongside = isEarlier ? sayEarlier(job, atMs) : undefined;
      const acceptance = { taskId, task, atMs, how, alongside } as const;
      if (await recordAccepted(context, job, acceptance)) return;
      const message = `the create was answered with task ${taskId}, which another job has`;
      return recordUnclear(context, opened, { kind: "unclear", message });
    }
    case "refused":
      // It says nothing about an earlier send under the key, which may have been taken.
      return answer.remedy === "never" && isReplay(context, opened)
        ? recordDoubt(context, job, { code: "unknown", message: answer.message })
        : recordRefusal(context, opened, answer);
    case "mismatch":
      return takeMismatch(context, opened, { ...answer, tried: [...earlier, intent.callback_url] });
    case "unclear":
      if (answer.code !== GIVEN_UP) context.onError(new CreateFailed(answer), job.id);
      return recordUnclear(context, opened, answer);
    case "duplicate":
      return recordUnclear(context, opened, answer);
  }
}

/** So that whoever counts purchases sees that this send bought nothing. */
const sayEarlier = (job: JobRow, atMs: number) => async (db: Db) => {
  const data = { message: "the service returned the task of an earlier send", ...serviceKeyOf(job) };
  const worker = job.lease_owner;
  await addEvent(db, { atMs, jobId: job.id, kind: "job-answer-duplicate", worker, data });
  return {};
};

/** Whether a create is sent again under its key because nobody knows what became of an earlier send. */
const isReplay = (context: EngineContext, { job, intent }: Opened): boolean =>
  intent.unclear_sends > 0 && recoveryOf(context, job) === "replay";

/** From then on the same key might buy again. */
async function isKeyForgotten(context: EngineContext, { job, intent }: Opened): Promise<boolean> {
  const { provider, clock, timing } = context;
  const { keysKeptMs = provider.retentionMs } = provider;
  const nowMs = clock.nowMs();
  if (nowMs - intent.opened_at > keysKeptMs) return true;
  // A store that was lost does not know when the key was first used: it may be about to be forgotten.
  const foundAtMs = await keyFoundAtMs(context, job);
  return foundAtMs !== undefined && nowMs - foundAtMs > timing.unknownAfterMs;
}

/** When the service first said that it has another request under the key, which an earlier store must have sent. */
async function keyFoundAtMs({ store }: EngineContext, { id }: JobRow): Promise<number | undefined> {
  const found = await store.reader
    .selectFrom("event")
    .select("at")
    .where("job_id", "=", id)
    .where("kind", "=", "job-answer-duplicate")
    .orderBy("seq")
    .limit(1)
    .executeTakeFirst();
  return found?.at;
}

const FORGOTTEN =
  "The response was lost, and the service may no longer keep the key under which it was sent. You may have been charged.";

async function takeMismatch(context: EngineContext, opened: Opened, mismatch: Mismatch): Promise<void> {
  try {
    const other = await openOtherAddress(context, opened, mismatch);
    if (other) return await sendOpened(context, other, mismatch.tried);
    await recordDoubt(context, opened.job, { code: "key_reused", message: mismatch.message });
  } catch (error) {
    if (!isLost(error)) throw error;
  }
}

async function post(context: EngineContext, opened: Opened): Promise<SubmitAnswer> {
  const { provider, clock, timing } = context;
  const { job, intent } = opened;
  const prepared = await prepareBody(context, opened);
  if (prepared.kind === "refused") return prepared;
  // A process that was stopped between commit and send may be far too late: others may be looking for the key.
  if (clock.nowMs() >= intent.send_deadline) return TOO_LATE;
  const { route_id: routeId, model, ext_id: externalId } = job;
  const { body, allowsRetired, operation } = prepared;
  const callbackUrl = intent.callback_url ?? undefined;
  const submission = {
    routeId,
    model,
    externalId,
    body,
    allowsRetired,
    ...(operation === undefined ? {} : { operation }),
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
  };
  try {
    const { submitTimeoutMs } = timing;
    return await withinTime(
      submitTimeoutMs,
      provider.submit(submission, callContext(context, submitTimeoutMs)),
    );
  } catch (error) {
    return { kind: "unclear", message: error instanceof Error ? error.message : String(error) };
  }
}

/** The path of the callback address is a credential, and a service may repeat it to say what it dislikes about it. */
function withoutAddress(
  answer: SubmitAnswer,
  addresses: readonly (string | null | undefined)[],
): SubmitAnswer {
  if (answer.kind === "accepted") return answer;
  const message = addresses.reduce<string>(
    (text, address) => (address ? text.replaceAll(address, "[callback address]") : text),
    answer.message,
  );
  return { ...answer, message };
}

const TOO_LATE: SubmitAnswer = {
  kind: "refused",
  remedy: "later",
  code: "send_deadline",
  message: "the send window had passed; nothing was sent",
};

/** What the key bought cannot be told from here, so a person decides. */
async function recordDoubt(
  context: EngineContext,
  job: JobRow,
  { code, message }: { readonly code: "key_reused" | "unknown"; readonly message: string },
): Promise<void> {
  const { store, clock } = context;
  try {
    await store.write((db) =>
      endJob(db, job, {
        to: "unknown",
        atMs: clock.nowMs(),
        event: { kind: "job-unknown", data: { message, ...serviceKeyOf(job) } },
        set: { error_json: JSON.stringify({ code, message }) },
      }),
    );
  } catch (error) {
    if (!isLost(error)) throw error;
  }
}

/** The exchange is over, so that the wait until absence is proved starts now and not at the deadline; the lookup comes next. */
async function recordUnclear(
  context: EngineContext,
  { job, intent }: Opened,
  { kind, message }: Extract<SubmitAnswer, { kind: "duplicate" | "unclear" }>,
): Promise<void> {
  const { store, clock, provider } = context;
  const nowMs = clock.nowMs();
  // A look-up comes at once; the same create once more would meet the same trouble.
  const pauseMs = recoveryOf(context, job) === "replay" ? backoffMs(context, intent.unclear_sends + 1) : 0;
  const data = { message, ...serviceKeyOf(job) };
  try {
    await store.write(async (db) => {
      await updateJob(db, job, { next_at: nowMs + pauseMs, lease_owner: null });
      await db
        .updateTable("intent")
        .set((intent) => ({
          answer: JSON.stringify({ kind, message }),
          absent_from: nowMs + provider.settleMs,
          unclear_sends: intent("unclear_sends", "+", kind === "unclear" ? 1 : 0),
        }))
        .where("ext_id", "=", job.ext_id)
        .execute();
      const worker = job.lease_owner;
      await addEvent(db, { atMs: nowMs, jobId: job.id, kind: `job-answer-${kind}`, worker, data });
    });
  } catch (error) {
    if (!isLost(error)) throw error;
  }
}
