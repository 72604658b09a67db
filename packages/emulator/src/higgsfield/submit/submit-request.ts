import type { JsonObject } from "@klingkit/spec/core";
import type { HiggsfieldCreate } from "@klingkit/spec/higgsfield";
import type { Account } from "../../world/accounts/account.ts";
import type { HiggsfieldState } from "../state.ts";

/** A submit whose body was read. */
export interface SubmitRequest {
  readonly state: HiggsfieldState;
  readonly account: Account;
  readonly endpoint: HiggsfieldCreate;
  readonly body: JsonObject;
  readonly fingerprint: string;
  /** undefined: none was sent, or the era has none. */
  readonly idempotencyKey: string | undefined;
  readonly webhookUrl: string | undefined;
  readonly retentionSeconds: number;
}
