import {
  KLING_FAMILIES,
  RETENTION_DAYS,
  TASK_FAILURE_MESSAGES,
  WEBHOOK_SECRET_OVERLAP_DAYS,
} from "@klingkit/spec";
import { createWebhookSecrets } from "../server/callbacks/webhook-secrets.ts";
import type { EmulatedService } from "../server/emulated-service.ts";
import { journalCall } from "../server/journal-call.ts";
import type { ResultLinks } from "../server/results/result-links.ts";
import type { KeyOption } from "../world/accounts/account-options.ts";
import { createLifecycle } from "../world/tasks/lifecycle.ts";
import type { World } from "../world/world.ts";
import { createCallbacks } from "./callbacks.ts";
import { checkInputs } from "./creates/check-inputs.ts";
import { createCredentialCheck } from "./credential.ts";
import { createCallDescription } from "./describe-call.ts";
import { findSessionTask } from "./editing/sessions.ts";
import { JSON_CONTENT_TYPE } from "./envelope.ts";
import { KLING_FAULT_RESPONSES } from "./faults/fault-responses.ts";
import { findOfficial } from "./library/official.ts";
import { createLinksOf } from "./renderings/task-links.ts";
import { createTaskViews } from "./renderings/task-views.ts";
import { createResponder } from "./respond.ts";
import { createRouter } from "./route.ts";
import { KLING } from "./service-name.ts";
import type { KlingSettings } from "./settings.ts";
import type { KlingState } from "./state.ts";
import { createTaskIds } from "./task-ids.ts";

export interface KlingParts {
  readonly world: World;
  readonly settings: KlingSettings;
  readonly links: ResultLinks;
  /** How often the emulator was started on its folder: request ids of two runs must differ. */
  readonly startCount: number;
}

const DAY_MS = 86_400_000;

const openSecrets = ({ webhookSecrets: initial = [] }: KlingSettings, nowMs: () => number) =>
  createWebhookSecrets({ initial, nowMs, overlapMs: WEBHOOK_SECRET_OVERLAP_DAYS * DAY_MS });

/** Keys of other services have neither. */
const isKlingKey = ({ apiKey, accessKey }: KeyOption): boolean =>
  apiKey !== undefined || accessKey !== undefined;

/** Other ones after each start of the emulator. */
function createRequestIds(chance: World["chance"], startCount: number): () => string {
  let requestCount = 0;
  return () => {
    requestCount += 1;
    return chance.uuid("request", startCount, requestCount);
  };
}

/** The Kling API: route, credential, checks, response, in that order. @source INF from LIVE (order of checks) */
export function createKlingService({ world, settings, links, startCount }: KlingParts): EmulatedService {
  const { clock, chance, journal } = world;
  const linksOf = createLinksOf(links);
  const webhookSecrets = openSecrets(settings, clock.nowMs);
  const callbacks = createCallbacks({ settings, world, secrets: webhookSecrets, linksOf });
  const lifecycle = createLifecycle({
    clock,
    tasks: world.tasks,
    images: world.images,
    checkInputs: (task) => checkInputs(task, settings),
    announce: callbacks.announce,
    expiresAtMs: () => clock.nowMs() + RETENTION_DAYS * DAY_MS,
    onBilled(account) {
      journal.billed({ account: account.name, service: KLING });
      if (account.packs) world.store.account(account);
    },
  });
  const taskIds = createTaskIds(chance);
  const views = createTaskViews(linksOf, clock.nowMs, settings.switches);
  const state: KlingState = { ...world, settings, taskIds, views, links, linksOf, lifecycle };
  const checkCredential = createCredentialCheck(settings.keys.filter(isKlingKey), clock.credentialNowMs);
  const route = createRouter({ ...settings.switches, allowsRetired: settings.allowsRetiredModels });
  const nextRequestId = createRequestIds(chance, startCount);

  return {
    name: KLING,
    families: Object.keys(KLING_FAMILIES),
    ownsPath({ method, path }) {
      const found = route(method, path);
      return found.kind !== "missing" || found.reason !== "no such path";
    },
    ownsCredential: ({ authorization = "" }) => /^Bearer\s/i.test(authorization),
    contentType: JSON_CONTENT_TYPE,
    respond: createResponder({ state, route, checkCredential, nextRequestId }),
    describe: createCallDescription(route, checkCredential),
    faultResponses: KLING_FAULT_RESPONSES,
    noteFault(call, { account }, businessCode) {
      if (route(call.method, call.path).kind !== "create") return;
      if (account !== undefined) world.accounts.open(account).createCount += 1;
      const outcome = `refused ${businessCode}` as const;
      journalCall(state, {
        service: KLING,
        call,
        requestId: nextRequestId(),
        isCreate: true,
        account,
        outcome,
      });
    },
    nextRequestId,
    lifecycle,
    findShared: (id) => findOfficial(id) ?? findSessionTask(state, id),
    resume(account, task) {
      taskIds.note(account.name, task.id);
      lifecycle.follow(account, task, { isNew: false });
    },
    defaultFailureMessage: TASK_FAILURE_MESSAGES.riskControl,
    keys: {
      add(key) {
        if (isKlingKey(key)) checkCredential.addKey(key);
      },
      all: checkCredential.keys,
    },
    webhookSecrets,
    sendTestCallback: callbacks.sendTest,
    forgetRenderings: views.forget,
    callbacksSent: callbacks.sent,
    close: callbacks.close,
  };
}
