import {
  appraise,
  checkCreate,
  INVALID_PARAMETER,
  type Issue,
  type JsonObject,
  UNREADABLE_ESTIMATE,
  type Warning,
} from "@klingkit/spec";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import { isLocalService } from "../session/is-local-service.ts";
import { readSettings, requireCredentials } from "../session/settings.ts";
import { checkOutputPlace } from "../tasks/fetch-result.ts";
import type { BodyCreate } from "./body.ts";
import { checkExternalId } from "./check-external-id.ts";
import type { CreateOptions } from "./create-options.ts";
import { codeOfIssue } from "./issue-codes.ts";
import { parseTimeoutMs, SEND_TIMEOUT_SECONDS, WAIT_TIMEOUT_SECONDS } from "./parse-flags.ts";
import { printDryRun } from "./print-dry-run.ts";
import type { Purchase } from "./purchase.ts";

/** Leaves undefined fields out of a body. */
export const bodyOf = (fields: Readonly<Record<string, unknown>>): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/**
 * Runs one create whose body is written already: checked, planned, approved and bought as one job, as far as the flags
 * ask. Throws usage errors for a body that the rules refuse; sends nothing with `--dry-run`.
 */
export async function runBodyCreate(deps: Deps, options: CreateOptions, create: BodyCreate): Promise<void> {
  const isWaiting = options.wait === true || options.output !== undefined;
  const timeoutMs = parseTimeoutMs(options.timeout, isWaiting ? WAIT_TIMEOUT_SECONDS : SEND_TIMEOUT_SECONDS);
  checkExternalId(options.externalId);
  if (options.output !== undefined) await checkOutputPlace(deps, options.output);
  const { operation } = create;
  const body = withIds(create, options);
  const purchase = checkBody(deps, options, { ...create, body });
  const { planBody, saveBodyPlan } = await import("./plan-body.ts");
  if (options.dryRun || options.savePlan !== undefined) {
    const saved =
      options.savePlan === undefined
        ? undefined
        : await saveBodyPlan(deps, options, { operation, body, file: options.savePlan });
    printDryRun(deps, options, purchase, saved);
    return;
  }
  requireCredentials(readSettings(deps, options));
  const planned = await planBody(deps, options, { operation, body });
  const { buyPlan } = await import("./buy-create.ts");
  await buyPlan(deps, { ...planned, timeoutMs, purchase });
}

/** The caller's own id and callback address, where the operation takes them. */
function withIds({ operation, body }: BodyCreate, { externalId, callbackUrl }: CreateOptions): JsonObject {
  const place = (flag: string, path: string | undefined, value: string | undefined): JsonObject => {
    if (value === undefined) return {};
    if (path !== undefined) return { [path]: value };
    throw usageError("usage_error", `${flag}: ${operation.id} takes none. Nothing was sent.`);
  };
  return {
    ...body,
    ...place("--external-id", operation.paths.externalTaskId, externalId),
    ...place("--callback-url", operation.paths.callbackUrl, callbackUrl),
  };
}

/** Throws one usage error for all that the rules refuse. */
function checkBody(
  deps: Deps,
  options: CreateOptions,
  { operation, body, flags = {} }: BodyCreate,
): Purchase {
  const { allowRetired: allowsRetired = false, strict = false } = options;
  const checked = checkCreate(operation, body, {
    allowsRetired,
    isLocalService: isLocalService(deps, options),
  });
  const { issues, warnings, facts } = checked;
  const found = (strict ? [...issues, ...warnings] : issues).map((finding) => inFlag(finding, flags));
  const [first] = found;
  if (first) {
    const code = flags[first.path]?.code ?? codeOfIssue({ ...first, serviceCode: INVALID_PARAMETER });
    throw usageError(code, `${found.map(({ message }) => message).join(" ")} Nothing was sent.`, {
      operation: operation.id,
      field: first.path,
      ...(found.length > 1
        ? { issues: found.map(({ rule, path, message }) => ({ rule, path, message })) }
        : {}),
    });
  }
  const model = facts?.model;
  return {
    routeId: operation.id,
    family: operation.family,
    product: operation.product,
    ...(model === undefined ? {} : { model }),
    method: operation.method,
    path: operation.path,
    payload: body,
    estimate: appraise(operation, body, { allowsRetired })?.estimate ?? UNREADABLE_ESTIMATE,
    warnings,
  };
}

/** Names the flag that was typed, where the message begins with the field that it fills. */
function inFlag<Finding extends Issue | Warning>(
  finding: Finding,
  flags: NonNullable<BodyCreate["flags"]>,
): Finding {
  const { path, message } = finding;
  const flag = flags[path]?.flag;
  if (flag === undefined || !message.startsWith(`${path}: `)) return finding;
  return { ...finding, message: `${flag}: ${message.slice(path.length + 2)}` };
}
