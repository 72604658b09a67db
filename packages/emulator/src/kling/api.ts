import { SERVICE_MESSAGES } from "@klingkit/spec";
import type { Call, Reply } from "../server/call.ts";
import { answerCreate, noteCreate } from "./creates/answer-create.ts";
import type { Caller, CredentialCheck, CredentialResult } from "./credential.ts";
import { INTERNAL_ERROR, refuse, refuseWith, succeedWith } from "./envelope.ts";
import { READ_HANDLERS } from "./reads/index.ts";
import type { ReadResult } from "./reads/read-handler.ts";
import { createRouter, type Route } from "./route.ts";
import type { EmulatorState } from "./state.ts";

export interface ApiParts {
  readonly state: EmulatorState;
  readonly checkCredential: CredentialCheck;
  readonly nextRequestId: () => string;
}

/** Never throws and never rejects. */
export type Api = (call: Call) => Reply | Promise<Reply>;

type ReadRoute = Extract<Route, { kind: "read" }>;

/**
 * The service's API: route, credential, checks, answer, in that order. Answers at once where nothing has to be waited for:
 * a poll costs no promise. @source INF from LIVE (order of checks)
 */
export function createApi({ state, checkCredential, nextRequestId }: ApiParts): Api {
  const route = createRouter(state.settings.switches);

  function failed(requestId: string, error: unknown): Reply {
    state.settings.onError(error);
    return refuseWith(requestId, refuse(INTERNAL_ERROR, SERVICE_MESSAGES.internalError));
  }

  function answer(call: Call, requestId: string): Reply | Promise<Reply> {
    const found = route(call.method, call.path);
    if (found.kind === "missing") return refuseWith(requestId, found.refusal);
    const result = checkCredential(call.authorization, found.family);
    return result instanceof Promise
      ? result.then((late) => goOn({ call, found, requestId }, late))
      : goOn({ call, found, requestId }, result);
  }

  interface Step {
    readonly call: Call;
    readonly found: Exclude<Route, { kind: "missing" }>;
    readonly requestId: string;
  }

  function goOn({ call, found, requestId }: Step, result: CredentialResult): Reply | Promise<Reply> {
    if ("refusal" in result) {
      const { refusal } = result;
      if (found.kind === "create") noteCreate(state, { call, requestId, account: undefined, refusal });
      return refuseWith(requestId, refusal);
    }
    const { caller } = result;
    if (found.kind === "refused") return refuseWith(requestId, found.refusal);
    if (found.kind === "read") return answerRead(state, { call, found, requestId, caller });
    return answerCreate(state, { call, operation: found.operation, requestId, caller });
  }

  return (call) => {
    const requestId = nextRequestId();
    try {
      const reply = answer(call, requestId);
      return reply instanceof Promise ? reply.catch((error: unknown) => failed(requestId, error)) : reply;
    } catch (error) {
      return failed(requestId, error);
    }
  };
}

interface ReadStep {
  readonly call: Call;
  readonly found: ReadRoute;
  readonly requestId: string;
  readonly caller: Caller;
}

function answerRead(
  state: EmulatorState,
  { call, found, requestId, caller }: ReadStep,
): Reply | Promise<Reply> {
  const { operation, id } = found;
  const { search, readText } = call;
  const account = state.accounts.open(caller.account);
  const result = READ_HANDLERS[operation.action](state, { account, operation, id, search, readText });
  return result instanceof Promise
    ? result.then((late) => replyTo(requestId, late))
    : replyTo(requestId, result);
}

function replyTo(requestId: string, result: ReadResult): Reply {
  return "refusal" in result ? refuseWith(requestId, result.refusal) : succeedWith(requestId, result.data);
}
