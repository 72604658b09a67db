import {
  accountKeysOf,
  type Engine,
  type EnqueueOptions,
  type EnqueueResult,
  mayHaveCharged,
  openJobClient,
  type Plan,
} from "@klingkit/engine";
import type { MayHaveCharged } from "@klingkit/spec";
import type { Session } from "../session/session.ts";
import type { KlingkitProviderSettings } from "../settings.ts";
import { KlingkitVideoError, type VideoErrorCode } from "../video-error.ts";
import type { BoughtCall } from "./bought-call.ts";
import { type CallState, readCall, unitsOf } from "./read-call.ts";

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
  if (first.kind === "duplicate_external_id") return ownerOfId(engine, first, { plan, session });
  if (first.kind !== "approval_required") throw refused(first, key);
  let last: Refusal = first;
  for (const approved of await approvalsFor(plan, { session, settings })) {
    const next = await engine.enqueue(plan, { ...options, ...approved });
    if (next.kind === "accepted") return boughtOf(next, key);
    last = next;
    if (next.kind !== "approval_required") break;
  }
  throw refused(last, key);
}

/**
 * The job that has the caller's external id already: the same request continues it, as with a key. Throws `request_invalid`, with
 * the job and what is known of its charge, where it is another request.
 */
async function ownerOfId(
  engine: Engine,
  refusal: Refusal,
  { plan, session }: { readonly plan: Plan; readonly session: Session },
): Promise<BoughtCall> {
  const externalIds = plan.jobs.flatMap(({ request }) => request.externalTaskId ?? []);
  const owners = await openJobClient(session.store).jobs({ externalIds });
  const [owner] = owners;
  if (!owner) throw refused(refusal, undefined);
  const jobIds = owners.map(({ id }) => id);
  const call = { key: undefined, batch: owner.batchId, jobIds, isContinued: true } as const;
  const state = await readCall(engine, call);
  const accounts = accountKeysOf({ ...session.provider, provider: session.provider.name });
  const isSame =
    state.jobs.length === plan.jobs.length &&
    state.jobs.every(
      ({ account, provider, planned }, at) =>
        accounts.some((own) => own.account === account && own.provider === provider) &&
        planned.hash === plan.jobs[at]?.hash,
    );
  if (isSame) return call;
  throw refused(refusal, undefined, state);
}

const boughtOf = (
  { batchId, jobIds, isContinued }: Extract<EnqueueResult, { kind: "accepted" }>,
  key: string | undefined,
): BoughtCall => ({ key, batch: batchId, jobIds, isContinued });

/**
 * Approvals to try: that of the call itself; where only a person approves, those that were given for the plan. The engine decides
 * which of them counts.
 */
async function approvalsFor(
  plan: Plan,
  { session, settings }: { readonly session: Session; readonly settings: KlingkitProviderSettings },
): Promise<readonly Pick<EnqueueOptions, "approvalId" | "grant">[]> {
  if (session.asksPerson || settings.engine?.approvals === "person") {
    const client = openJobClient(session.store);
    const given = await client.approvals(plan.hash);
    // By its hash a person finds it.
    await client.keepPlan(plan);
    return given.map(({ id: approvalId }) => ({ approvalId }));
  }
  return [{ grant: { approvedBy: "the call of generateVideo", via: "code" } }];
}

/** Refusals with a code of their own; every other one is about the request. */
const OWN_CODES = [
  "approval_required",
  "budget_exceeded",
  "key_reused",
] as const satisfies readonly (Refusal["kind"] & VideoErrorCode)[];

const EARLIER: Readonly<Record<MayHaveCharged, string>> = {
  no: "Nothing was charged for the earlier one.",
  yes: "Kling charges for the earlier one.",
  unknown: "You may have been charged for the earlier one.",
};

/** `earlier`: the call that stands in the way. */
function refused(refusal: Refusal, key: string | undefined, earlier?: CallState): KlingkitVideoError {
  const { kind, reasons, planHash, totals } = refusal;
  const price =
    kind === "budget_exceeded" || kind === "approval_required"
      ? ` The call costs up to ${totals.units} units (US$ ${totals.usd.toFixed(2)}).`
      : "";
  return new KlingkitVideoError({
    code: OWN_CODES.find((own) => own === kind) ?? "request_invalid",
    message: `The call was refused: ${reasons.join("; ")}.${price} Nothing was sent${earlier ? ` by this call. ${EARLIER[mayHaveCharged(earlier.jobs)]}` : "."} ${helpFor(refusal)}`,
    mayHaveCharged: earlier ? mayHaveCharged(earlier.jobs) : "no",
    key,
    units: earlier ? unitsOf(earlier) : 0,
    batch: earlier?.call.batch,
    jobIds: earlier?.call.jobIds,
    planHash: kind === "approval_required" ? planHash : undefined,
  });
}

function helpFor({ kind, planHash, remedy }: Refusal): string {
  if (kind === "budget_exceeded")
    return "To allow it, raise the limit: maxUnits of the call, or maxUnitsPerCall or maxUnitsPerDay of the policy.";
  if (kind === "approval_required")
    return `To approve it, run \`kling approve ${planHash}\` on the same store. Then send the same call again.`;
  return `To continue: ${remedy}.`;
}
