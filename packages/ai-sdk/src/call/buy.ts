import { type Engine, type EnqueueResult, openJobClient, type Plan } from "@klingkit/engine";
import type { Session } from "../session/session.ts";
import type { KlingkitProviderSettings } from "../settings.ts";
import { KlingkitVideoError, type VideoErrorCode } from "../video-error.ts";

/** The jobs of a call. */
export interface BoughtCall {
  readonly key: string | undefined;
  readonly batch: string;
  /** In the order of the videos. */
  readonly jobIds: readonly string[];
}

export interface Order {
  readonly plan: Plan;
  readonly key: string | undefined;
}

type Refusal = Exclude<EnqueueResult, { kind: "accepted" }>;

/**
 * Makes jobs of a plan, or finds those that the key has made before. Approves by the standing policy; the engine's limits are the
 * ceiling. Nothing is sent yet. Throws KlingkitVideoError.
 */
export async function buyCall(
  engine: Engine,
  order: Order,
  { session, settings }: { readonly session: Session; readonly settings: KlingkitProviderSettings },
): Promise<BoughtCall> {
  const { plan, key } = order;
  const options = key === undefined ? {} : { key };
  const first = await engine.enqueue(plan, options);
  if (first.kind === "accepted") return boughtOf(first, key);
  if (first.kind !== "approval_required") throw refused(first, key);
  const approvalId = await approvalFor(engine, plan, { session, settings });
  if (approvalId === undefined) throw refused(first, key);
  const second = await engine.enqueue(plan, { ...options, approvalId });
  if (second.kind === "accepted") return boughtOf(second, key);
  throw refused(second, key);
}

const boughtOf = (
  { batchId, jobIds }: Extract<EnqueueResult, { kind: "accepted" }>,
  key: string | undefined,
): BoughtCall => ({ key, batch: batchId, jobIds });

/** Longer than the moment until it is used. */
const APPROVAL_VALID_MS = 600_000;

/** The approval of the policy; under `always-ask`, or where the owner of the machine asks for a person, one that a person gave, or undefined. */
async function approvalFor(
  engine: Engine,
  plan: Plan,
  { session, settings }: { readonly session: Session; readonly settings: KlingkitProviderSettings },
): Promise<string | undefined> {
  const asksPerson = session.asksPerson || settings.engine?.approvals === "person";
  if (asksPerson || settings.policy?.approval === "always-ask") {
    const client = openJobClient(session.store);
    const [given] = await client.approvals(plan.hash);
    // By its hash a person finds it.
    if (!given) await client.keepPlan(plan);
    return given?.id;
  }
  const { id } = await engine.approve(plan, {
    approvedBy: "the call of generateVideo",
    via: "code",
    validMs: APPROVAL_VALID_MS,
  });
  return id;
}

const CODES: Readonly<Record<Refusal["kind"], VideoErrorCode>> = {
  approval_required: "approval_required",
  budget_exceeded: "budget_exceeded",
  key_reused: "key_reused",
  plan_invalid: "request_invalid",
  plan_stale: "request_invalid",
  duplicate_external_id: "request_invalid",
  output_taken: "request_invalid",
};

function refused(refusal: Refusal, key: string | undefined): KlingkitVideoError {
  const { kind, reasons, planHash, totals } = refusal;
  const price =
    kind === "budget_exceeded" || kind === "approval_required"
      ? ` The call costs up to ${totals.units} units (US$ ${totals.usd.toFixed(2)}).`
      : "";
  return new KlingkitVideoError({
    code: CODES[kind],
    message: `The call was refused: ${reasons.join("; ")}.${price} Nothing was sent. ${helpFor(refusal)}`,
    mayHaveCharged: "no",
    key,
    units: 0,
    ...(kind === "approval_required" ? { planHash } : {}),
  });
}

function helpFor({ kind, planHash, remedy }: Refusal): string {
  if (kind === "budget_exceeded")
    return "To allow it, raise policy.maxUnitsPerCall or policy.maxUnitsPerDay of the provider.";
  if (kind === "approval_required")
    return `To approve it, run \`kling approve ${planHash}\` on the same store. Then send the same call again.`;
  return `To continue: ${remedy}.`;
}
