import type { HiggsfieldCreate } from "@klingkit/spec/higgsfield";
import type { Call, Reply } from "../../server/call.ts";
import { journalCall } from "../../server/journal-call.ts";
import type { Account } from "../../world/accounts/account.ts";
import type { JournalOutcome } from "../../world/journal.ts";
import { inputImageIdOf } from "../../world/tasks/input-images.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import { type Refusal, refuse, refuseWith, reply } from "../envelope.ts";
import { renderRequest } from "../requests/render-request.ts";
import { HIGGSFIELD } from "../service-name.ts";
import type { HiggsfieldState } from "../state.ts";
import { OUR_TEXTS, textOf } from "../texts.ts";
import { checkBody } from "./check-body.ts";
import { checkAcceptance, checkExpiresAfter, checkKey, checkWebhookUrl } from "./check-submit.ts";
import { findKeyUse, fingerprintOf } from "./idempotency.ts";
import { makeRequest } from "./new-request.ts";
import type { SubmitRequest } from "./submit-request.ts";

export interface SubmitCall {
  readonly call: Call;
  readonly account: Account;
  readonly endpoint: HiggsfieldCreate;
  readonly correlationId: string;
}

type SubmitResult =
  | { readonly outcome: "accepted" | "replayed"; readonly task: TaskRecord }
  | { readonly refusal: Refusal };

/** Answers a submit: only once what it did is on disk. */
export async function answerSubmit(state: HiggsfieldState, submit: SubmitCall): Promise<Reply> {
  const { call, account, correlationId } = submit;
  const text = await call.readText();
  const result = takeSubmit(state, submit, text);
  const outcome: JournalOutcome = "refusal" in result ? `refused ${result.refusal.status}` : result.outcome;
  journalCall(state, {
    service: HIGGSFIELD,
    call,
    requestId: correlationId,
    isCreate: true,
    outcome,
    account: account.name,
    externalTaskId: keyOf(state, call),
    taskId: "task" in result ? result.task.id : undefined,
  });
  if ("refusal" in result) return refuseWith(result.refusal);
  try {
    await state.store.saved();
  } catch {
    // The request may or may not survive: as ambiguous as this is for the service. `onError` was called.
    return refuseWith(refuse(500, OUR_TEXTS.internal));
  }
  return reply(200, renderRequest(state, result.task));
}

const keyOf = ({ era }: HiggsfieldState, { header }: Call): string | undefined =>
  era.hasIdempotencyKeys ? header("idempotency-key") : undefined;

/** Synchronous on purpose: two submits can never pass the same check together. */
function takeSubmit(state: HiggsfieldState, submit: SubmitCall, text: string): SubmitResult {
  const { account } = submit;
  // Numbers ids and seeds: refused submits count too.
  account.createCount += 1;
  const read = readSubmit(state, submit, text);
  if ("refusal" in read) return read;
  const { request } = read;
  // A replay is answered however full the queue and however empty the balance is. INF
  const use = findKeyUse({ account, tasks: state.tasks }, request.idempotencyKey, request.fingerprint);
  if (use.kind === "replay") return { outcome: "replayed", task: use.task };
  if (use.kind === "mismatch") return { refusal: refuse(422, textOf("keyMismatch")) };
  const refusal = checkAcceptance(request);
  return refusal ? { refusal } : { outcome: "accepted", task: accept(request) };
}

function readSubmit(
  state: HiggsfieldState,
  { call, account, endpoint }: SubmitCall,
  text: string,
): { readonly request: SubmitRequest } | { readonly refusal: Refusal } {
  const { settings, era } = state;
  const idempotencyKey = keyOf(state, call);
  const expiresAfter = era.hasExpiry ? call.header("hf-expires-after") : undefined;
  const webhookUrl = new URLSearchParams(call.search).get("hf_webhook") ?? undefined;
  const refusal =
    checkKey(idempotencyKey) ??
    checkExpiresAfter(expiresAfter, settings.retentionSeconds) ??
    checkWebhookUrl(webhookUrl, state);
  if (refusal) return { refusal };
  const checked = checkBody(endpoint, text, settings);
  if ("refusal" in checked) return checked;
  const { body } = checked;
  const fingerprint = fingerprintOf({ endpoint: endpoint.id, body, webhookUrl, expiresAfter });
  const retentionSeconds = expiresAfter === undefined ? settings.retentionSeconds : Number(expiresAfter);
  return {
    request: { state, account, endpoint, body, fingerprint, idempotencyKey, webhookUrl, retentionSeconds },
  };
}

/** From here on the amount is reserved: it counts against the balance until the request has ended. */
function accept(request: SubmitRequest): TaskRecord {
  const { state, account } = request;
  const isWaiting = state.queue.running(account) >= state.settings.concurrency;
  const { task, image, givenImages } = makeRequest(request, { isWaiting });
  const keep = (id: string, bytes: Uint8Array) => {
    state.images.put(id, bytes);
    state.store.image(id, bytes);
  };
  if (image) keep(task.id, image);
  for (const [place, bytes] of givenImages) keep(inputImageIdOf(task.id, place), bytes);
  state.tasks.add(account, task);
  state.queue.enter(account, task);
  state.lifecycle.follow(account, task, { isNew: true });
  return task;
}
