import type { ErrorCode } from "../errors/codes/error-codes.ts";
import { EXIT } from "../errors/exit-code.ts";
import { listedCode } from "../errors/listed-code.ts";
import { drawMistakes, sayMistakes } from "./draw-mistakes.ts";
import type { Failure } from "./failure.ts";
import { codeOfSdkError, isSdkError } from "./klingkit-error.ts";

/** What follows the errors is repeated. */
const NAMES = /^((Plan|Store|Frame)Error|(Read|Create)Failed|NoLink|TaskWithdrawn|ResultGone)$/;

/** Errors of the engine, by shape, so that mapping an error never loads it. A plan, batch or address that cannot be used is wrong usage. */
export function describeEngineError(error: unknown): Failure | undefined {
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return undefined;
  const { name, code, message } = error;
  if (!NAMES.test(name)) return undefined;
  const isUsage = name === "PlanError" || code === "store_address_invalid";
  const mistakes = mistakesOf(error);
  return {
    // One file that cannot be read is that mistake, whoever found it.
    code: (mistakes.length === 1 ? codeOfCause(mistakes[0]) : undefined) ?? listedCode(code),
    ...messagesOf(message, mistakes),
    exitCode: isUsage ? EXIT.usage : EXIT.failure,
    details: {
      ...(mistakes.length === 0 ? {} : { mistakes: mistakes.map(mistakeJson) }),
      ...chargeOf(error),
    },
  };
}

/** Of a store that failed while jobs were processed. */
const chargeOf = (error: Error): object =>
  "mayHaveCharged" in error && typeof error.mayHaveCharged === "string"
    ? { may_have_charged: error.mayHaveCharged }
    : {};

/** Each mistake has a sentence on a line of its own. */
function messagesOf(message: string, mistakes: readonly object[]): Pick<Failure, "message" | "shown"> {
  if (mistakes.length === 0) return { message };
  const sentences = message.split("\n");
  return { message: sayMistakes(sentences), shown: sayMistakes(drawMistakes(sentences, mistakes)) };
}

function mistakesOf(error: Error): readonly object[] {
  const mistakes: unknown = "mistakes" in error ? error.mistakes : undefined;
  return Array.isArray(mistakes) ? mistakes : [];
}

/** Without what was thrown and the line of the file, which may hold anything. */
const mistakeJson = (mistake: object): object =>
  Object.fromEntries(
    Object.entries(mistake)
      .filter(([key]) => key !== "cause" && key !== "sourceLine")
      .map(([key, value]) => [key === "alsoIn" ? "also_in" : key, value]),
  );

function codeOfCause(mistake: object | undefined): ErrorCode | undefined {
  const cause: unknown = mistake && "cause" in mistake ? mistake.cause : undefined;
  if (isSdkError(cause)) return codeOfSdkError(cause);
  return cause instanceof Error && "code" in cause && typeof cause.code === "string"
    ? listedCode(cause.code)
    : undefined;
}
