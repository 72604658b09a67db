import type { EmulatedService } from "../server/emulated-service.ts";
import { journalCall } from "../server/journal-call.ts";
import type { World } from "../world/world.ts";
import { isCreate } from "./respond.ts";
import type { Router } from "./route.ts";
import { HIGGSFIELD } from "./service-name.ts";

export interface FaultNoteParts {
  readonly world: World;
  readonly findRoute: Router;
  readonly nextRequestId: () => string;
}

/** Journals a submit that a fault refuses before the service sees it. */
export function createFaultNote({
  world,
  findRoute,
  nextRequestId,
}: FaultNoteParts): EmulatedService["noteFault"] {
  return (call, { account }, status) => {
    if (!isCreate(findRoute(call.method, call.path))) return;
    if (account !== undefined) world.accounts.open(account).createCount += 1;
    const outcome = `refused ${status}` as const;
    const note = { service: HIGGSFIELD, requestId: nextRequestId(), isCreate: true, account, outcome };
    journalCall(world, { ...note, call });
  };
}
