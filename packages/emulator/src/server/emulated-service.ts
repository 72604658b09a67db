import type { Account } from "../world/accounts/account.ts";
import type { KeyOption } from "../world/accounts/account-options.ts";
import type { FaultResponses } from "../world/faults/fault-responses.ts";
import type { FaultEvent } from "../world/faults/faults.ts";
import type { Lifecycle } from "../world/tasks/lifecycle.ts";
import type { TaskRecord } from "../world/tasks/task-record.ts";
import type { Call, Reply } from "./call.ts";
import type { CallbackAttempt } from "./callbacks/callback-sender.ts";
import type { WebhookSecrets } from "./callbacks/webhook-secrets.ts";

/** A service that the emulator plays, as the shared parts see it. */
export interface EmulatedService {
  /** Name in fault rules, such as `kling`. */
  readonly name: string;
  /** Families of the tasks that it makes. */
  readonly families: readonly string[];
  /** Whether the service has this path, with whatever method. */
  ownsPath(call: Call): boolean;
  /** Whether the credential has a form that only this service takes. */
  ownsCredential(call: Call): boolean;
  /** What serves a file of the service's storage, such as an upload; undefined for all other paths. */
  serveStorage?(request: Request, path: string): (() => Promise<Response>) | undefined;
  /** Content type of every reply. */
  readonly contentType: string;
  /** Never throws and never rejects. Replies at once where nothing has to be waited for. */
  respond(call: Call): Reply | Promise<Reply>;
  /** What fault rules may match. Reads body and credential, so it is asked for only while there are rules. */
  describe(call: Call): Promise<FaultEvent>;
  readonly faultResponses: FaultResponses;
  /** Journals a create that a fault refuses before the service sees it; other calls are left out. */
  noteFault(call: Call, event: FaultEvent, businessCode: number): void;
  nextRequestId(): string;
  readonly lifecycle: Lifecycle;
  /** A task of no account, whose files everybody may read. */
  findShared?(taskId: string): TaskRecord | undefined;
  /** Schedules a task that an earlier run saved. */
  resume(account: Account, task: TaskRecord): void;
  /** Reason of a failure that is set by hand without one. */
  readonly defaultFailureMessage: string;
  readonly keys: ServiceKeys;
  /** What signs its callbacks. */
  readonly webhookSecrets: WebhookSecrets;
  /** Sends what the console's button sends, where it has one. Throws RangeError for a second one too soon. */
  sendTestCallback?(url: string): Promise<CallbackAttempt>;
  /** Links have changed: renders tasks again. */
  forgetRenderings(): void;
  /** Resolves when no callback is being sent; late and held ones do not count. */
  callbacksSent(): Promise<void>;
  close(): Promise<void>;
}

/** The credentials that a service knows. */
export interface ServiceKeys {
  /** Adds a key; from the first key on, unknown credentials are refused. */
  add(key: KeyOption): void;
  all(): readonly KeyOption[];
}
