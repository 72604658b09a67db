import type { FaultAction } from "../../packages/emulator/src/world/faults/fault-action.ts";

/** What each fault does. */
export const FAULT_TEXTS: Readonly<Record<FaultAction["type"], string>> = {
  latency: "Waits before the response",
  "reset-before-accept": "Breaks the connection; the request does not arrive",
  "reset-after-accept":
    "Breaks the connection after the request arrived: the task exists, its response is lost",
  "truncated-json": "Sends half of the response; with `cut` the connection ends early, too",
  "malformed-json": "Sends a response that is not JSON",
  "wrong-content-type": "Sends the response with another content type",
  "unknown-status": "Shows tasks in a status that no documentation names (default: `pondering`)",
  "missing-url": "Shows tasks that succeeded without the links of their files",
  "late-accept": "Breaks the connection at once; the request arrives `lateMs` later all the same",
  "stale-answer": "Sends the first response that the rule saw, whatever was asked for",
  "other-task": "Shows tasks as another task that failed",
  hang: "Sends nothing for `hangMs`; without it until the client leaves",
  "html-error":
    "Sends an HTML page, as a proxy does (502, 503, 504) or a guard in front of the service (403)",
  "business-error": "Refuses with a code of the service",
  "fail-task":
    "Lets the task that is created fail later; without `message`, because of the content policy (exit code 7), at Higgsfield only with `reason`",
  "expired-link": "Refuses the download, as an expired link does",
  "broken-range": "Sends the file from its beginning, other bytes, or 416 for a part of it",
  cut: "Ends the download at a byte",
  corrupt: "Changes bytes of the download",
  "wrong-length": "Promises more bytes than it sends, or sends fewer in silence",
  "callback-dropped": "Sends no callback",
  "callback-duplicated": "Sends the callback twice",
  "callback-late": "Sends the callback `lateMs` later",
  "callback-reordered": "Sends the callback after the task's next one (within `holdMs`, default 60,000)",
  "callback-badly-signed": "Signs another body, or with another secret",
  "callback-unsigned": "Sends the callback without a signature",
  "callback-stale": "Sends a callback that was signed `ageMs` ago (default 600,000)",
  "callback-early": "Sends the callback `earlyMs` before the new state can be read",
};

interface AdminText {
  readonly means: string;
  readonly body?: string;
  /** The same in process: a call of `emulator.control`. Absent: over HTTP only. */
  readonly control?: string;
}

/** What each request of the admin API does. Bodies are checked by `ADMIN_BODIES`, under the name here. */
export const ADMIN_TEXTS: Readonly<Record<string, AdminText>> = {
  "GET /info": {
    means:
      "`services`, `seed`, `clock`, `baseUrl` and `nowMs` (Unix ms). With `?task=ID` also `hasTask`: whether the emulator has that task. No secrets",
  },
  "GET /now": { means: "The emulator's time, Unix ms", control: "nowMs()" },
  "POST /advance": {
    means: "Moves the clock forward and runs what falls due",
    body: "advance",
    control: "advance(ms)",
  },
  "GET /journal": {
    means: "What was created, refused, billed and delivered. `?account=` and `?service=` choose one",
    control: "journal(account?, service?)",
  },
  "GET /tasks": {
    means: "Tasks, newest first. `?account=` chooses one account",
    control: "tasks(account?)",
  },
  "PATCH /tasks/:id": {
    means: "Ends a running task, or keeps it in its state",
    body: "task",
    control: "setTask(id, { to })",
  },
  "GET /faults": { means: "Rules, and how often each matched and acted", control: "faults()" },
  "PUT /faults": {
    means: "Replaces all rules. The body is a list of [rules](#fault-rules)",
    control: "setFaults(rules)",
  },
  "DELETE /faults": { means: "Removes all rules", control: "clearFaults()" },
  "POST /keys": {
    means:
      "Adds a key, which may belong to an account of its own. From the first one on, other keys are refused",
    body: "key",
    control: "addKey(key)",
  },
  "POST /webhook-secret": {
    means: "Signs callbacks with this secret from now on, and with the one before for a while",
    body: "webhookSecret",
    control: "rotateWebhookSecret(secret, { service, isEmergency })",
  },
  "DELETE /webhook-secret": {
    means: "Removes a secret, or all: callbacks are then unsigned",
    body: "removedSecrets",
    control: "removeWebhookSecrets({ service, secret })",
  },
  "POST /test-callback": {
    means: "Sends what Kling's console sends as a test",
    body: "testCallback",
    control: "sendTestCallback(url)",
  },
  "POST /elements": {
    means: "Makes an element known to an account, or to all",
    body: "element",
    control: "addElement(element)",
  },
  "PUT /packs": {
    means: "Replaces the resource packs of an account, or of all; `null` is unlimited",
    body: "packs",
    control: "setPacks(packs, account?)",
  },
  "POST /reset": {
    means: "Forgets tasks and journal of an account, or of all. Packs are again those of the start",
    body: "reset",
    control: "reset(account?)",
  },
};
