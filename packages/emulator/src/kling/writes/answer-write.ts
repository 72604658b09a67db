import { checkCreate, SERVICE_MESSAGES, serviceMessage, type WriteOperation } from "@klingkit/spec";
import type { Call, Reply } from "../../server/call.ts";
import { journalCall } from "../../server/journal-call.ts";
import type { Account } from "../../world/accounts/account.ts";
import type { Caller } from "../caller.ts";
import {
  INTERNAL_ERROR,
  type Refusal,
  refuse,
  refuseWith,
  succeedWith,
  UNREADABLE_BODY,
} from "../envelope.ts";
import { parseBody } from "../parse-body.ts";
import { KLING } from "../service-name.ts";
import type { KlingState } from "../state.ts";
import { WRITE_HANDLERS } from "./index.ts";
import type { WriteResult } from "./write-handler.ts";

interface WriteParts {
  readonly call: Call;
  readonly operation: WriteOperation;
  readonly requestId: string;
  readonly caller: Caller;
}

/** Answers a write: only once what it changed is on disk. */
export async function answerWrite(
  state: KlingState,
  { call, operation, requestId, caller }: WriteParts,
): Promise<Reply> {
  const text = await call.readText();
  const account = state.accounts.open(caller.account);
  const result = write(state, { account, operation, text });
  const outcome = "refusal" in result ? (`refused ${result.refusal.code}` as const) : "accepted";
  journalCall(state, { service: KLING, call, requestId, isCreate: false, account: account.name, outcome });
  if ("refusal" in result) return refuseWith(requestId, result.refusal);
  try {
    await state.store.saved();
  } catch {
    // The change may or may not survive: as ambiguous as this code is for the service. `onError` was called.
    return refuseWith(requestId, refuse(INTERNAL_ERROR, SERVICE_MESSAGES.internalError));
  }
  return succeedWith(requestId, result.data);
}

interface WriteText {
  readonly account: Account;
  readonly operation: WriteOperation;
  readonly text: string;
}

function write(state: KlingState, { account, operation, text }: WriteText): WriteResult {
  let body: unknown;
  try {
    body = parseBody(text);
  } catch {
    return { refusal: unreadable() };
  }
  const { isStrict } = state.settings;
  const check = checkCreate(operation, body, {
    as: isStrict ? "client" : "service",
    isLocalService: true,
    serviceMessage,
  });
  const [issue] = check.issues;
  if (issue) return { refusal: refuse(issue.serviceCode, issue.serviceMessage ?? issue.message) };
  const handle = WRITE_HANDLERS[operation.id];
  if (!check.facts || !handle) return { refusal: unreadable() };
  return handle(state, { account, operation, body, facts: check.facts });
}

const unreadable = (): Refusal => refuse(UNREADABLE_BODY, SERVICE_MESSAGES.requestUnreadable);
