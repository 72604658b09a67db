import { ERAS, HIGGSFIELD_WEBHOOKS, UPLOAD_TAGGING } from "@klingkit/spec/higgsfield";
import { createWebhookSecrets } from "../server/callbacks/webhook-secrets.ts";
import type { EmulatedService } from "../server/emulated-service.ts";
import type { ResultLinks } from "../server/results/result-links.ts";
import { STORAGE_PREFIX } from "../server/storage-prefix.ts";
import type { World } from "../world/world.ts";
import { createAccountOpener } from "./accounts.ts";
import { createCredentialCheck, readCredential } from "./credential.ts";
import { describeCall } from "./describe-call.ts";
import { JSON_CONTENT_TYPE } from "./envelope.ts";
import { HIGGSFIELD_FAULT_RESPONSES } from "./fault-responses.ts";
import { createFaultNote } from "./note-fault.ts";
import { createRequestLife } from "./request-life.ts";
import { renderRequest } from "./requests/render-request.ts";
import { createResponder } from "./respond.ts";
import { createRouter, isHiggsfieldPath } from "./route.ts";
import { HIGGSFIELD } from "./service-name.ts";
import type { HiggsfieldSettings } from "./settings.ts";
import type { HiggsfieldState } from "./state.ts";
import { textOf } from "./texts.ts";
import { createUploadStorage } from "./uploads/upload-storage.ts";
import { createWebhooks } from "./webhooks/webhooks.ts";

export interface HiggsfieldParts {
  readonly world: World;
  readonly settings: HiggsfieldSettings;
  readonly links: ResultLinks;
  readonly baseUrl: () => string;
  /** How often the emulator was started on its folder: correlation ids of two runs must differ. */
  readonly startCount: number;
}

/** The Higgsfield API: credential, route, checks, response, in that order. */
export function createHiggsfieldService(parts: HiggsfieldParts): EmulatedService {
  const { world, settings, links, baseUrl, startCount } = parts;
  const { clock, chance } = world;
  const era = ERAS[settings.era];
  const secrets = createWebhookSecrets({
    initial: settings.webhookSecrets,
    nowMs: clock.nowMs,
    overlapMs: HIGGSFIELD_WEBHOOKS.rotationSeconds * 1000,
  });
  const render = (task: Parameters<typeof renderRequest>[1]) => renderRequest({ links, baseUrl, era }, task);
  const webhooks = createWebhooks({ settings, era, world, secrets, render });
  const storage = createUploadStorage({
    world,
    baseUrl,
    startCount,
    signedHeaders: era.hasUploadHeaders ? { [UPLOAD_TAGGING.name]: UPLOAD_TAGGING.value } : {},
  });
  const { lifecycle, queue } = createRequestLife({
    world,
    settings,
    era,
    storage,
    announce: webhooks.announce,
  });
  const state: HiggsfieldState = { ...world, settings, era, lifecycle, queue, storage, links, baseUrl };
  const credentials = createCredentialCheck(settings.keys);
  const findRoute = createRouter({ era, allowsRetiredModels: settings.allowsRetiredModels });
  let requestCount = 0;
  const nextRequestId = () => {
    requestCount += 1;
    return chance.uuid("correlation", startCount, requestCount);
  };

  return {
    name: HIGGSFIELD,
    families: [HIGGSFIELD],
    ownsPath: ({ path }) => isHiggsfieldPath(path),
    ownsCredential: (call) => readCredential(call) !== undefined,
    serveStorage: (request, path) =>
      path.startsWith(STORAGE_PREFIX) ? () => storage.serve(request, path) : undefined,
    contentType: JSON_CONTENT_TYPE,
    respond: createResponder({
      state,
      findRoute,
      credentials,
      openAccount: createAccountOpener(world, settings),
      nextRequestId,
    }),
    describe: async (call) => describeCall(call, { findRoute, credentials }),
    faultResponses: HIGGSFIELD_FAULT_RESPONSES,
    noteFault: createFaultNote({ world, findRoute, nextRequestId }),
    nextRequestId,
    lifecycle,
    resume(account, task) {
      queue.enter(account, task);
      lifecycle.follow(account, task, { isNew: false });
      queue.fill(account);
    },
    defaultFailureMessage: textOf("generationFailed"),
    keys: { add: credentials.addKey, all: credentials.keys },
    webhookSecrets: secrets,
    forgetRenderings() {},
    callbacksSent: webhooks.sent,
    close: webhooks.close,
  };
}
