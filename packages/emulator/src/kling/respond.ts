import { SERVICE_MESSAGES } from "@klingkit/spec";
import type { Call, Reply } from "../server/call.ts";
import { journalCall } from "../server/journal-call.ts";
import type { Caller, CredentialResult } from "./caller.ts";
import { answerCreate } from "./creates/answer-create.ts";
import type { CredentialCheck } from "./credential.ts";
import { INTERNAL_ERROR, refuse, refuseWith, succeedWith } from "./envelope.ts";
import { readHandlerOf } from "./reads/index.ts";
import type { ReadResult } from "./reads/read-handler.ts";
import type { Route, Router } from "./route.ts";
import { KLING } from "./service-name.ts";
import type { KlingState } from "./state.ts";
import { answerWrite } from "./writes/answer-write.ts";

export interface ResponderParts {
  readonly state: KlingState;
  readonly route: Router;
  readonly checkCredential: CredentialCheck;
  readonly nextRequestId: () => string;
}

type Found<Kind extends Route["kind"]> = Extract<Route, { kind: Kind }>;

/** A call whose path is known. */
interface Step<Kind extends Route["kind"]> {
  readonly call: Call;
  readonly found: Found<Kind>;
  readonly requestId: string;
}

/** Never throws and never rejects. Replies at once where nothing has to be waited for: a poll costs no promise. */
export function createResponder(parts: ResponderParts): (call: Call) => Reply | Promise<Reply> {
  const { state, route, checkCredential, nextRequestId } = parts;

  function failed(requestId: string, error: unknown): Reply {
    state.settings.onError(error);
    return refuseWith(requestId, refuse(INTERNAL_ERROR, SERVICE_MESSAGES.internalError));
  }

  function respond(call: Call, requestId: string): Reply | Promise<Reply> {
    const found = route(call.method, call.path);
    if (found.kind === "missing") return answerMissing(state, { call, found, requestId });
    const result = checkCredential(call.authorization, found.family);
    const step = { call, found, requestId };
    return result instanceof Promise
      ? result.then((late) => afterCredential(state, step, late))
      : afterCredential(state, step, result);
  }

  return (call) => {
    const requestId = nextRequestId();
    try {
      const reply = respond(call, requestId);
      return reply instanceof Promise ? reply.catch((error: unknown) => failed(requestId, error)) : reply;
    } catch (error) {
      return failed(requestId, error);
    }
  };
}

function answerMissing(state: KlingState, { call, found, requestId }: Step<"missing">): Reply {
  const { reason, isCreate, refusal } = found;
  if (reason !== "wrong method")
    journalCall(state, { service: KLING, call, requestId, isCreate, outcome: reason });
  return refuseWith(requestId, refusal);
}

function afterCredential(
  state: KlingState,
  { call, found, requestId }: Step<Exclude<Route["kind"], "missing">>,
  result: CredentialResult,
): Reply | Promise<Reply> {
  if ("refusal" in result) {
    const isCreate = found.kind === "create" || (found.kind === "refused" && found.isCreate);
    if (isCreate)
      journalCall(state, {
        service: KLING,
        call,
        requestId,
        isCreate,
        outcome: `refused ${result.refusal.code}`,
      });
    return refuseWith(requestId, result.refusal);
  }
  const { caller } = result;
  if (found.kind === "refused") return answerRefused(state, { call, found, requestId }, caller);
  if (found.kind === "write")
    return answerWrite(state, { call, operation: found.operation, requestId, caller });
  if (found.kind === "read") return answerRead(state, { call, found, requestId }, caller);
  return answerCreate(state, { call, operation: found.operation, requestId, caller });
}

function answerRefused(
  state: KlingState,
  { call, found, requestId }: Step<"refused">,
  { account }: Caller,
): Reply {
  const { refusal, isCreate } = found;
  if (isCreate) {
    state.accounts.open(account).createCount += 1;
    journalCall(state, {
      service: KLING,
      call,
      requestId,
      isCreate,
      account,
      outcome: `refused ${refusal.code}`,
    });
  }
  return refuseWith(requestId, refusal);
}

function answerRead(
  state: KlingState,
  { call, found, requestId }: Step<"read">,
  caller: Caller,
): Reply | Promise<Reply> {
  const { operation, id } = found;
  const { search, readText } = call;
  const account = state.accounts.open(caller.account);
  const result = readHandlerOf(operation)(state, { account, operation, id, search, readText });
  return result instanceof Promise
    ? result.then((late) => replyTo(requestId, late))
    : replyTo(requestId, result);
}

function replyTo(requestId: string, result: ReadResult): Reply {
  return "refusal" in result ? refuseWith(requestId, result.refusal) : succeedWith(requestId, result.data);
}
