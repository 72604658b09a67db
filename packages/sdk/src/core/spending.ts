import { ceilingOf, type Estimate, type JsonObject, roundUnits, type Warning } from "@klingkit/spec/core";
import { KlingkitError } from "./errors/klingkit-error.ts";
import { SpendingError } from "./errors/spending-error.ts";
import type { Call } from "./service-protocol.ts";

/** A create that is about to be sent. */
export interface Purchase {
  readonly operation: Pick<Call, "id" | "method" | "path">;
  /** The service that it is bought from, such as `kling`. */
  readonly service: string;
  /** Exactly what will be sent. */
  readonly body: JsonObject;
  readonly estimate: Estimate;
  readonly warnings: readonly Warning[];
}

/**
 * Looks at every create of a client before its first byte leaves. Returns nothing to let it pass, or the reason why not;
 * an exception refuses, too.
 */
export type Guard = (purchase: Purchase) => undefined | string | Promise<undefined | string>;

export interface SpendingOptions {
  readonly guard?: Guard | undefined;
  /** Units that all creates of this client may cost together, each at its highest price. A create without a known price is refused. Default: no limit. */
  readonly maxUnits?: number | undefined;
}

/** Sends a purchase if the client's owner lets it. Throws SpendingError, and what `send` throws. */
export type Spend = <Result>(purchase: Purchase, send: () => Promise<Result>) => Promise<Result>;

export function createSpend({ guard, maxUnits = Number.POSITIVE_INFINITY }: SpendingOptions): Spend {
  let committedUnits = 0;

  /** Before the guard is waited for: creates that leave together share one limit. */
  function commit(purchase: Purchase): number {
    if (maxUnits === Number.POSITIVE_INFINITY) return 0;
    const units = ceilingOf(purchase.estimate)?.units;
    if (units === undefined)
      throw refusal(purchase, "maxUnits", `its price is unknown, and the client may spend ${maxUnits} units`);
    const leftUnits = roundUnits(maxUnits - committedUnits);
    if (units > leftUnits)
      throw refusal(
        purchase,
        "maxUnits",
        `it may cost ${units} units, and ${leftUnits} of ${maxUnits} are left`,
      );
    committedUnits = roundUnits(committedUnits + units);
    return units;
  }

  return async (purchase, send) => {
    const units = commit(purchase);
    try {
      if (guard) await ask(guard, purchase);
      return await send();
    } catch (error) {
      // What may have been charged stays committed.
      if (KlingkitError.isInstance(error) && error.mayHaveCharged === "no")
        committedUnits = roundUnits(committedUnits - units);
      throw error;
    }
  };
}

async function ask(guard: Guard, purchase: Purchase): Promise<void> {
  let reason: unknown;
  try {
    reason = await guard(purchase);
  } catch (error) {
    throw refusal(purchase, "guard", error instanceof Error ? error.message : String(error), error);
  }
  if (reason !== undefined) throw refusal(purchase, "guard", String(reason));
}

function refusal(
  { service, operation, estimate }: Purchase,
  refusedBy: "guard" | "maxUnits",
  why: string,
  cause?: unknown,
): SpendingError {
  return new SpendingError({
    message: `${operation.method} ${operation.path} was not sent, the client's ${refusedBy} refused it: ${why}. Nothing was charged.`,
    refusedBy,
    estimate,
    service,
    operationId: operation.id,
    cause,
  });
}
