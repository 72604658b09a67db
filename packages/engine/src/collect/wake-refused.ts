import type { EngineContext } from "../context/engine-context.ts";
import type { WorkState } from "../state/transitions.ts";
import { inScope, type JobScope } from "../store/job-scope.ts";

/** A new run may allow what an earlier one refused: jobs that wait for a person because of their link get another try. */
export async function wakeRefused(
  { store, clock, provider }: EngineContext,
  { states, ...scope }: JobScope & { readonly states?: readonly WorkState[] },
): Promise<void> {
  if (states !== undefined && !states.includes("succeeded")) return;
  const next_at = clock.nowMs();
  await store.write((db) =>
    db
      .updateTable("job")
      .set({ next_at, waits_for: null })
      .where("provider", "=", provider.name)
      .where("account", "=", provider.account)
      .where("waits_for", "=", "link")
      // A worker may be at it.
      .where("lease_owner", "is", null)
      .where(inScope(db, scope))
      .execute(),
  );
}
