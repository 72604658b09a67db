import { findPaidOperation } from "@klingkit/engine";
import {
  type CheckResult,
  INVALID_PARAMETER,
  type Issue,
  type JsonObject,
  type Warning,
  withValueAt,
} from "@klingkit/spec";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import { serviceRow } from "../jobs/service-registry.ts";
import { checkOutputPlace } from "../tasks/fetch-result.ts";
import type { BodyCreate, BodyOperation } from "./body.ts";
import { locateBodyMedia } from "./body-media.ts";
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
  const { operation, flags = {}, remarks = [] } = create;
  const { located, outline } = await locateBodyMedia(deps, { ...create, body: withIds(create, options) });
  const { first } = create;
  const before = first && checkBody(deps, options, { ...first, flags });
  const { purchase: own, prompt } = checkBody(deps, options, { ...create, body: outline });
  const outlined = before ? { ...own, first: before.purchase } : own;
  const isDry = options.dryRun === true || options.savePlan !== undefined;
  if (!isDry) await serviceRow(operation.service).requireKey(deps, options);
  const { planBody, saveBodyPlan } = await import("./plan-body.ts");
  const planned = await planBody(deps, options, {
    operation,
    body: located,
    flags,
    prompt,
    inputSeconds: create.inputSeconds,
    ...(first ? { first } : {}),
  });
  const { issues, warnings, estimate } = planned.job;
  // What only the bytes of the files show.
  refuseFindings({ issues, warnings }, options, create);
  const purchase = {
    ...outlined,
    payload: planned.payload,
    estimate,
    warnings: [...remarks, ...warnings.map((warning) => inFlag(warning, flags))],
    ...(create.notes ? { notes: create.notes } : {}),
  };
  if (isDry) {
    const { savePlan } = options;
    const saved =
      savePlan === undefined ? undefined : await saveBodyPlan(deps, planned, { file: savePlan, options });
    printDryRun(deps, options, purchase, saved);
    return;
  }
  const { buyPlan } = await import("./buy-create.ts");
  await buyPlan(deps, { ...planned, timeoutMs, purchase });
}

/** Why: both would stand beside what the engine sends itself. */
const WITHOUT_IDS =
  "klingkit sends a key of its own with each request, so that a lost response never buys twice; `kling worker` and `kling run` take callbacks with --listen.";

/** The caller's own id and callback address, where the operation takes them. */
function withIds({ operation, body }: BodyCreate, { externalId, callbackUrl }: CreateOptions): JsonObject {
  const place = (wire: JsonObject, flag: string, [path, value]: readonly (string | undefined)[]) => {
    if (value === undefined) return wire;
    if (path !== undefined) return withValueAt(wire, path, value);
    throw usageError("usage_error", `${flag}: ${operation.id} takes none. ${WITHOUT_IDS} Nothing was sent.`);
  };
  const { externalTaskId: idPath, callbackUrl: callbackPath } = operation.paths;
  const named = place(body, "--external-id", [idPath, externalId]);
  return place(named, "--callback-url", [callbackPath, callbackUrl]);
}

/** What the body would buy, and its prompt. Throws a usage error for what the rules refuse. */
function checkBody(
  deps: Deps,
  options: CreateOptions,
  { operation, body, flags = {}, inputSeconds }: BodyCreate,
): { readonly purchase: Purchase; readonly prompt: string | undefined } {
  const { allowRetired: allowsRetired = false } = options;
  const checked = judgeBody(operation, body, {
    allowsRetired,
    isLocalService: serviceRow(operation.service).isLocal(deps, options),
    inputSeconds,
  });
  refuseFindings(checked, options, { operation, flags });
  const { warnings, model, estimate, prompt } = checked;
  const purchase = {
    routeId: operation.id,
    family: operation.family,
    takesExternalId: operation.paths.externalTaskId !== undefined,
    product: operation.product,
    // Where the body names none, what makes it stands for it.
    ...(model === operation.product ? {} : { model }),
    method: operation.method,
    path: operation.path,
    payload: body,
    estimate,
    warnings,
  };
  return { purchase, prompt };
}

function judgeBody(
  { id }: BodyOperation,
  body: JsonObject,
  {
    allowsRetired,
    isLocalService: isLocal,
    inputSeconds: inputVideoSeconds,
  }: {
    readonly allowsRetired: boolean;
    readonly isLocalService: boolean;
    readonly inputSeconds: number | undefined;
  },
) {
  const operation = findPaidOperation(id);
  if (!operation) throw new TypeError(`${id} is no paid operation`);
  return operation.judge(body, {
    isLocalService: isLocal,
    ...(allowsRetired ? { allowsRetired } : {}),
    ...(inputVideoSeconds === undefined ? {} : { inputVideoSeconds }),
  });
}

/** Throws one usage error for all that the rules refuse. */
function refuseFindings(
  { issues, warnings }: Pick<CheckResult, "issues" | "warnings">,
  { strict = false }: CreateOptions,
  { operation, flags = {} }: Pick<BodyCreate, "operation" | "flags">,
): void {
  const found = (strict ? [...issues, ...warnings] : issues).map((finding) => inFlag(finding, flags));
  const [first] = found;
  if (!first) return;
  const code = flags[first.path]?.code ?? codeOfIssue({ ...first, serviceCode: INVALID_PARAMETER });
  throw usageError(code, `${found.map(({ message }) => message).join(" ")} Nothing was sent.`, {
    operation: operation.id,
    field: first.path,
    ...(found.length > 1
      ? { issues: found.map(({ rule, path, message }) => ({ rule, path, message })) }
      : {}),
  });
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
