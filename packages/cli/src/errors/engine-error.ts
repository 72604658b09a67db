import { EXIT } from "./exit-code.ts";
import type { Failure } from "./to-failure.ts";

/** Errors of the engine, by shape, so that mapping an error never loads it. A plan, batch or address that cannot be used is wrong usage. */
export function describeEngineError(error: unknown): Failure | undefined {
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return undefined;
  const { name, code, message } = error;
  if (name !== "PlanError" && name !== "StoreError") return undefined;
  const isUsage = name === "PlanError" || code === "store_address_invalid";
  return { code, message, exitCode: isUsage ? EXIT.usage : EXIT.failure, details: {} };
}
