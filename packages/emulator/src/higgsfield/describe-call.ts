import type { Call } from "../server/call.ts";
import type { FaultEvent } from "../world/faults/faults.ts";
import type { CredentialCheck } from "./credential.ts";
import type { Router } from "./route.ts";
import { HIGGSFIELD } from "./service-name.ts";

/** What fault rules may match: `operationId` and `model` are the endpoint. */
export function describeCall(
  call: Call,
  { findRoute, credentials }: { readonly findRoute: Router; readonly credentials: CredentialCheck },
): FaultEvent {
  const { method, path } = call;
  const event = { service: HIGGSFIELD, method, path, account: credentials.accountOf(call) };
  const route = findRoute(method, path);
  switch (route.kind) {
    case "submit":
    case "estimate":
      return { ...event, operationId: route.endpoint.id, model: route.endpoint.id };
    case "request":
      return { ...event, operationId: route.operationId };
    default:
      return event;
  }
}
