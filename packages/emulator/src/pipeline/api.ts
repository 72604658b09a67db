import { createTask } from "../create/create-task.ts";
import type { EmulatorState } from "../emulator-state.ts";
import { READ_HANDLERS } from "../read/index.ts";
import type { ReadResult } from "../read/read-handler.ts";
import type { Call, Reply } from "../wire/call.ts";
import { type Refusal, refuseWith, succeedWith } from "../wire/envelope.ts";
import type { Caller, CredentialCheck, CredentialResult } from "./credential.ts";
import { createRouter, type Route } from "./route.ts";

export interface ApiParts {
  readonly state: EmulatorState;
  readonly checkCredential: CredentialCheck;
  readonly nextRequestId: () => string;
}

export type Api = (call: Call) => Reply | Promise<Reply>;

type CreateRoute = Extract<Route, { kind: "create" }>;
type ReadRoute = Extract<Route, { kind: "read" }>;

/**
 * The service's API: route, credential, checks, answer, in that order. Answers at once where nothing has to be waited for:
 * a poll costs no promise. @source INF from LIVE (order of checks)
 */
export function createApi({ state, checkCredential, nextRequestId }: ApiParts): Api {
  const route = createRouter(state.settings.switches);

  return (call) => {
    const requestId = nextRequestId();
    const found = route(call.method, call.path);
    if (found.kind === "missing") return refuseWith(requestId, found.refusal);
    const result = checkCredential(call.authorization, found.family);
    return result instanceof Promise
      ? result.then((late) => goOn(call, found, requestId, late))
      : goOn(call, found, requestId, result);
  };

  function goOn(
    call: Call,
    found: Exclude<Route, { kind: "missing" }>,
    requestId: string,
    result: CredentialResult,
  ): Reply | Promise<Reply> {
    if ("refusal" in result) {
      if (found.kind === "create") note(call, requestId, { account: undefined, refusal: result.refusal });
      return refuseWith(requestId, result.refusal);
    }
    if (found.kind === "refused") return refuseWith(requestId, found.refusal);
    return found.kind === "create"
      ? create(call, found, requestId, result.caller)
      : read(call, found, requestId, result.caller);
  }

  async function create(
    call: Call,
    { operation }: CreateRoute,
    requestId: string,
    caller: Caller,
  ): Promise<Reply> {
    const text = await call.readText();
    const account = state.accounts.open(caller.account);
    const { externalTaskId, result } = createTask(state, { account, caller, operation, text });
    if ("refusal" in result) {
      note(call, requestId, { account: caller.account, refusal: result.refusal, externalTaskId });
      return refuseWith(requestId, result.refusal);
    }
    note(call, requestId, { account: caller.account, externalTaskId, taskId: result.task.id });
    return succeedWith(requestId, result.data);
  }

  function read(call: Call, found: ReadRoute, requestId: string, caller: Caller): Reply | Promise<Reply> {
    const { operation, id } = found;
    const account = state.accounts.open(caller.account);
    const { search, readText } = call;
    const result = READ_HANDLERS[operation.kind](state, { account, operation, id, search, readText });
    return result instanceof Promise
      ? result.then((late) => replyTo(requestId, late))
      : replyTo(requestId, result);
  }

  function note(
    call: Call,
    requestId: string,
    {
      account,
      refusal,
      externalTaskId,
      taskId,
    }: {
      readonly account: string | undefined;
      readonly refusal?: Refusal;
      readonly externalTaskId?: string | undefined;
      readonly taskId?: string;
    },
  ): void {
    state.journal.create({
      atMs: state.clock.nowMs(),
      requestId,
      account,
      path: call.path,
      externalTaskId,
      taskId,
      outcome: refusal ? `refused ${refusal.code}` : "accepted",
    });
  }
}

function replyTo(requestId: string, result: ReadResult): Reply {
  return "refusal" in result ? refuseWith(requestId, result.refusal) : succeedWith(requestId, result.data);
}
