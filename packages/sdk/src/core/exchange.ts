import type { ErrorContext } from "./errors/klingkit-error.ts";
import { idsOf, type SendInput } from "./send.ts";
import type { Call, ServiceProtocol } from "./service-protocol.ts";

/** One request and its answer, as far as errors need to know it. */
export interface Exchange {
  readonly operation: Call;
  readonly input: SendInput;
  readonly protocol: ServiceProtocol;
  /** When it began, Unix ms. */
  readonly nowMs: number;
}

/** What every error of an exchange carries: service, operation and the ids of the task. */
export const contextOf = ({ operation, input, protocol }: Omit<Exchange, "nowMs">): ErrorContext => ({
  service: protocol.service,
  operationId: operation.id,
  ...idsOf(input),
});
