import type { SendInput } from "./send.ts";
import type { Call, ServiceProtocol } from "./service-protocol.ts";

/** One request and its answer, as far as messages need to know it. */
export interface Exchange {
  readonly operation: Call;
  readonly input: SendInput;
  readonly protocol: ServiceProtocol;
  /** When it began, Unix ms. */
  readonly nowMs: number;
}
