import type { BodyOperation } from "@klingkit/spec";
import { InvalidRequestError } from "../core/errors/invalid-request-error.ts";
import { KLING } from "./service-name.ts";

/** The error for a body that broke rules; lists all of them. */
export function refuse(
  operation: Pick<BodyOperation, "id" | "method" | "path">,
  issues: InvalidRequestError["issues"],
): InvalidRequestError {
  const lines = issues.map(({ message }) => `- ${message}`);
  return new InvalidRequestError({
    message: `${operation.method} ${operation.path} was not sent: the request has mistakes.\n${lines.join("\n")}`,
    code: "KLINGKIT_INVALID_REQUEST",
    isRetryable: false,
    mayHaveCharged: "no",
    service: KLING,
    operationId: operation.id,
    issues,
  });
}
