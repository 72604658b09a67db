import type { ErrorCode } from "../errors/codes/error-codes.ts";
import { EXIT } from "../errors/exit-code.ts";
import { listedCode } from "../errors/listed-code.ts";
import type { Failure } from "./failure.ts";
import { codeOfSdkError, isSdkError } from "./klingkit-error.ts";

/** Errors of the engine, by shape, so that mapping an error never loads it. A plan, batch or address that cannot be used is wrong usage. */
export function describeEngineError(error: unknown): Failure | undefined {
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return undefined;
  const { name, code, message } = error;
  if (name !== "PlanError" && name !== "StoreError" && name !== "FrameError") return undefined;
  const isUsage = name === "PlanError" || code === "store_address_invalid";
  const mistakes = mistakesOf(error);
  return {
    // One file that cannot be read is that mistake, whoever found it.
    code: (mistakes.length === 1 ? codeOfCause(error.cause) : undefined) ?? listedCode(code),
    message: sayMistakes(mistakes.length, message),
    exitCode: isUsage ? EXIT.usage : EXIT.failure,
    details: mistakes.length === 0 ? {} : { mistakes: mistakes.map(mistakeJson) },
  };
}

function sayMistakes(count: number, message: string): string {
  if (count === 0) return message;
  return count === 1 ? `${message} Nothing was sent.` : `${count} mistakes. Nothing was sent.\n${message}`;
}

function mistakesOf(error: Error): readonly object[] {
  const mistakes: unknown = "mistakes" in error ? error.mistakes : undefined;
  return Array.isArray(mistakes) ? mistakes : [];
}

/** Without what was thrown, which may hold anything. */
const mistakeJson = (mistake: object): object =>
  Object.fromEntries(Object.entries(mistake).filter(([key]) => key !== "cause"));

function codeOfCause(cause: unknown): ErrorCode | undefined {
  if (isSdkError(cause)) return codeOfSdkError(cause);
  return cause instanceof Error && "code" in cause && typeof cause.code === "string"
    ? listedCode(cause.code)
    : undefined;
}
