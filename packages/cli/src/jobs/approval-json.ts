import type { Approval } from "@klingkit/engine";

/** An approval as data. */
export function approvalJson(approval: Approval): Readonly<Record<string, unknown>> {
  return {
    approval_id: approval.id,
    plan_hash: approval.planHash,
    purpose: approval.purpose,
    account: approval.account ?? "any",
    triggers: approval.triggers,
    max_creates: approval.maxCreates,
    max_units: approval.maxUnits ?? "any",
    unit: approval.unit,
    ...(approval.others === undefined
      ? {}
      : {
          max_other_units: Object.fromEntries(
            approval.others.units.map(({ unit, maxUnits }) => [unit, maxUnits ?? "any"]),
          ),
        }),
    approved_by: approval.approvedBy,
    via: approval.via ?? "unknown",
    ...(approval.rung === undefined ? {} : { rung: approval.rung }),
    ...(approval.client === undefined ? {} : { client: approval.client }),
    approved_at: new Date(approval.approvedAtMs).toISOString(),
    expires_at: new Date(approval.expiresAtMs).toISOString(),
    jobs: approval.jobHashes,
  };
}
