import type { Call, Reply } from "../server/call.ts";
import { journalCall } from "../server/journal-call.ts";
import type { Account } from "../world/accounts/account.ts";
import type { OpenAccount } from "./accounts.ts";
import { answerEstimate } from "./catalogue/estimate.ts";
import { listModels } from "./catalogue/list-models.ts";
import type { CredentialCheck } from "./credential.ts";
import { type Refusal, refuse, refuseWith } from "./envelope.ts";
import type { Route, Router } from "./route.ts";
import { HIGGSFIELD } from "./service-name.ts";
import type { HiggsfieldState } from "./state.ts";
import { answerSubmit } from "./submit/answer-submit.ts";
import { OUR_TEXTS, textOf } from "./texts.ts";
import { answerUploadUrl } from "./uploads/answer-upload-url.ts";

export interface ResponderParts {
  readonly state: HiggsfieldState;
  readonly findRoute: Router;
  readonly credentials: CredentialCheck;
  readonly openAccount: OpenAccount;
  readonly nextRequestId: () => string;
}

interface Step {
  readonly call: Call;
  readonly route: Route;
  readonly account: Account;
  readonly correlationId: string;
}

/** Never throws and never rejects. Every answer names its correlation id. @source DOC 2026-08-11 (`X-Correlation-ID`) */
export function createResponder(parts: ResponderParts): (call: Call) => Reply | Promise<Reply> {
  const { state, findRoute, credentials, openAccount, nextRequestId } = parts;

  function respond(call: Call, correlationId: string): Reply | Promise<Reply> {
    const route = findRoute(call.method, call.path);
    const name = credentials.accountOf(call);
    if (name === undefined) {
      const refusal = refuse(401, textOf("invalidCredentials"));
      if (isCreate(route)) note(state, { call, correlationId }, refusal);
      return refuseWith(refusal);
    }
    return answer(state, findRoute, { call, route, account: openAccount(name), correlationId });
  }

  function failed(error: unknown): Reply {
    state.settings.onError(error);
    return refuseWith(refuse(500, OUR_TEXTS.internal));
  }

  return (call) => {
    const correlationId = nextRequestId();
    const named = (reply: Reply): Reply => ({
      ...reply,
      headers: { ...reply.headers, "x-correlation-id": correlationId },
    });
    try {
      const reply = respond(call, correlationId);
      return reply instanceof Promise ? reply.catch(failed).then(named) : named(reply);
    } catch (error) {
      return named(failed(error));
    }
  };
}

export const isCreate = (route: Route): boolean =>
  route.kind === "submit" || (route.kind === "missing" && route.isCreate);

function answer(state: HiggsfieldState, { endpoints }: Router, step: Step): Reply | Promise<Reply> {
  const { call, route, account } = step;
  switch (route.kind) {
    case "submit":
      return answerSubmit(state, { ...step, endpoint: route.endpoint });
    case "request":
      return route.handle(state, { account, id: route.id });
    case "models":
      return listModels(endpoints, state.settings, call.search);
    case "estimate":
      return call.readText().then((text) => answerEstimate(state, route.endpoint, text));
    case "upload-url":
      return call.readText().then((text) => answerUploadUrl(state, text));
    case "wrong method":
      return refuseWith(refuse(405, OUR_TEXTS.methodNotAllowed));
    case "missing":
      return answerMissing(state, step, route.isCreate);
  }
}

function answerMissing(state: HiggsfieldState, step: Step, wasCreate: boolean): Reply {
  const refusal = refuse(404, wasCreate ? textOf("modelNotFound") : textOf("notFound"));
  if (wasCreate) {
    step.account.createCount += 1;
    note(state, step, refusal);
  } else journalCall(state, { ...noteOf(step), isCreate: false, outcome: "no such path" });
  return refuseWith(refusal);
}

type Noted = Pick<Step, "call" | "correlationId"> & Partial<Pick<Step, "account">>;

const noteOf = ({ call, correlationId, account }: Noted) => ({
  service: HIGGSFIELD,
  call,
  requestId: correlationId,
  account: account?.name,
});

const note = (state: HiggsfieldState, noted: Noted, { status }: Refusal): void =>
  journalCall(state, { ...noteOf(noted), isCreate: true, outcome: `refused ${status}` });
