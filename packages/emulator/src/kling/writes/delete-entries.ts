import { isJsonObject, SERVICE_MESSAGES } from "@klingkit/spec";
import { type Refusal, refuse } from "../envelope.ts";
import { findVoice } from "../library/find-voice.ts";
import { deleteOwn, findOwn } from "../library/own-result.ts";
import type { KlingState } from "../state.ts";
import type { WriteCall, WriteHandler, WriteResult } from "./write-handler.ts";

const INVALID_PARAMETER = 1201;
const invalid = (message: string): { readonly refusal: Refusal } => ({
  refusal: refuse(INVALID_PARAMETER, message),
});

const idOf = ({ body }: WriteCall, field: string): string =>
  isJsonObject(body) ? String(body[field] ?? "").trim() : "";

/** The live service answers without `data`. @source LIVE 2026-09-20; DOC (with the switch) */
const done = ({ settings }: KlingState, taskId: string): WriteResult => ({
  data: settings.switches.answersDataOfDeletion
    ? JSON.stringify({ task_id: taskId, task_status: "succeed" })
    : undefined,
});

/** `POST /v1/general/delete-voices`. Texts for what cannot be deleted are not recorded. INF */
export const deleteVoiceEntry: WriteHandler = (state, call) => {
  const { account } = call;
  const id = idOf(call, "voice_id");
  const own = findOwn(state, account, { id, kind: "voice" });
  if (!own || findVoice(state, account, id)?.isOfficial) return invalid(SERVICE_MESSAGES.voiceIdNotFound(id));
  if (own.isDeleted) return invalid(SERVICE_MESSAGES.voiceDeleted(id));
  deleteOwn(state, account, own);
  return done(state, own.task.id);
};

/** `POST /v1/general/delete-advanced-elements`. @source LIVE 2026-09-20; unknown ids INF */
export const deleteElementEntry: WriteHandler = (state, call) => {
  const { account } = call;
  const id = idOf(call, "element_id");
  // One that was added by control is an element of the account like any other.
  if (account.elements.delete(id)) {
    account.entries.set(id, { fields: {}, isDeleted: true });
    state.store.account(account);
    return done(state, id);
  }
  const own = findOwn(state, account, { id, kind: "element" });
  if (!own && account.entries.get(id)?.isDeleted) return invalid(SERVICE_MESSAGES.elementDeleted(id));
  if (!own) return invalid(SERVICE_MESSAGES.elementNotFound(id));
  if (own.isDeleted) return invalid(SERVICE_MESSAGES.elementDeleted(id));
  deleteOwn(state, account, own);
  return done(state, own.task.id);
};

/** `POST /v1/general/delete-elements`, which deletes of both libraries. @source LIVE 2026-09-20 (advanced), DOC-OLD 2026-02 (old) */
export const deleteAnyElementEntry: WriteHandler = (state, call) => {
  const { account } = call;
  const id = idOf(call, "element_id");
  const old = account.entries.get(id);
  if (!old) return deleteElementEntry(state, call);
  if (old.isDeleted) return invalid(SERVICE_MESSAGES.elementDeleted(id));
  account.entries.set(id, { ...old, isDeleted: true });
  state.store.account(account);
  return done(state, id);
};
