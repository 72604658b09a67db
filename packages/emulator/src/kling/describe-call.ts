import { isJsonObject } from "@klingkit/spec";
import type { Call } from "../server/call.ts";
import type { FaultEvent } from "../world/faults/faults.ts";
import type { CredentialCheck } from "./credential.ts";
import type { Route, Router } from "./route.ts";
import { KLING } from "./service-name.ts";

/** What fault rules may match. */
export function createCallDescription(
  route: Router,
  checkCredential: CredentialCheck,
): (call: Call) => Promise<FaultEvent> {
  return async (call) => {
    const { method, path } = call;
    const found = route(method, path);
    const service = KLING;
    if (found.kind === "missing") return { method, path, service };
    const result = await checkCredential(call.authorization, found.family);
    const account = "caller" in result ? result.caller.account : undefined;
    const operationId = found.kind === "refused" ? undefined : found.operation.id;
    return { method, path, service, account, operationId, model: await modelOf(found, call) };
  };
}

async function modelOf(route: Route, call: Call): Promise<string | undefined> {
  if (route.kind !== "create") return undefined;
  const { operation } = route;
  if (operation.family === "standard") return operation.rows[0]?.model;
  try {
    const body: unknown = JSON.parse(await call.readText());
    const name = isJsonObject(body) ? body["model_name"] : undefined;
    return typeof name === "string" && name !== "" ? name : (operation.defaultModel ?? undefined);
  } catch {
    // A body that cannot be read has no model; the create will refuse it.
    return undefined;
  }
}
