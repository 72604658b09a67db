import type { Route } from "@klingkit/spec";
import { KLING_FAMILIES } from "@klingkit/spec/plain";
import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { readSettings, requireCredentials, type Settings } from "../session/settings.ts";
import { checkExtension, checkOutputPlace } from "../tasks/fetch-result.ts";
import { checkExternalId } from "./check-external-id.ts";
import type { CreateOptions } from "./create-options.ts";
import { parseTimeoutMs, SEND_TIMEOUT_SECONDS, WAIT_TIMEOUT_SECONDS } from "./parse-flags.ts";
import { type CreateIntent, type CreatePlan, planCreate } from "./plan-create.ts";
import { printDryRun } from "./print-dry-run.ts";
import { purchaseOf } from "./purchase.ts";

/** Runs one create command from flags to result: a batch of one, run by the engine as far as was asked. */
export async function runCreate(
  deps: Deps,
  options: CreateOptions,
  { intent, prompt }: { readonly intent: CreateIntent; readonly prompt: string | undefined },
): Promise<void> {
  const runElsewhere = options.service === undefined ? undefined : await findElsewhere(options);
  if (runElsewhere) return runElsewhere(deps, options, { intent, prompt });
  const isWaiting = options.wait === true || options.output !== undefined;
  const timeoutMs = parseTimeoutMs(options.timeout, isWaiting ? WAIT_TIMEOUT_SECONDS : SEND_TIMEOUT_SECONDS);
  checkExternalId(options.externalId);
  await checkOutput(deps, options.output);
  const isDry = options.dryRun === true || options.savePlan !== undefined;
  const settings = isDry ? undefined : readSettings(deps, options);
  const create = await planCreate(deps, {
    intent,
    options,
    prompt,
    externalTaskId: options.externalId,
    beforeFiles: (route) => {
      if (settings) requireUsableKey(settings, route);
    },
  });
  if (isDry) {
    printDryRun(deps, options, purchaseOf(create), await savePlan(deps, options, create));
    return;
  }
  // The engine and its store are loaded only now: nothing else that this command does needs them.
  const { buyCreate } = await import("./buy-create.ts");
  const isPiped = prompt === undefined && options.promptFile === undefined;
  await buyCreate(deps, {
    options,
    create,
    timeoutMs,
    pipedPrompt: isPiped ? create.request.prompt : undefined,
  });
}

type RunCreate = typeof runCreate;

/** Creates of services that requests are written for in another way than for Kling. */
const ELSEWHERE: Readonly<Record<string, RunCreate>> = {
  higgsfield: async (...given) => (await import("./create-at-higgsfield.ts")).runCreateAtHiggsfield(...given),
};

/** Throws `invalid_service`. The list of services is loaded only where one is named. */
async function findElsewhere(options: CreateOptions): Promise<RunCreate | undefined> {
  const { readRouteChoice } = await import("../session/route-choice.ts");
  return ELSEWHERE[readRouteChoice(options).service ?? ""];
}

async function checkOutput(deps: Deps, output: string | undefined): Promise<void> {
  if (output === undefined) return;
  checkExtension(output, "video");
  await checkOutputPlace(deps, output);
}

async function savePlan(deps: Deps, options: CreateOptions, create: CreatePlan) {
  const { savePlan: file } = options;
  if (file === undefined) return undefined;
  const { saveCreatePlan } = await import("./save-plan.ts");
  return saveCreatePlan(deps, options, { create, file });
}

/** Throws `missing_api_key`, and `auth_error` for a key that the route does not take. */
function requireUsableKey(settings: Settings, { id, family }: Route): void {
  const { kind } = requireCredentials(settings);
  const taken = KLING_FAMILIES[family === "standard" ? "standard" : "legacy"].credentials;
  if (kind === "api-key" || taken.some((credential) => credential === "jwt")) return;
  throw new CliError({
    code: "auth_error",
    message: `${id} takes API keys only, and there is a key pair. Set KLING_API_KEY, or name the model by its model_name. Nothing was sent.`,
  });
}
