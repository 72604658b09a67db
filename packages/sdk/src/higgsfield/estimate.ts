import { isJsonObject } from "@klingkit/spec/core";
import { estimateOf, type HiggsfieldCreate } from "@klingkit/spec/higgsfield";
import { NotFoundError } from "../core/errors/not-found-error.ts";
import { ResponseError } from "../core/errors/response-error.ts";
import type { CallOptions } from "../core/send.ts";
import { operationOf } from "./create-request.ts";
import type { HiggsfieldCore } from "./higgsfield-core.ts";
import { HIGGSFIELD } from "./service-name.ts";

/** The price of a request, as the service states it. */
export type ServiceEstimate =
  | { readonly kind: "price"; readonly credits: number; readonly usd: number }
  /** Words, for models that are priced by what they use. */
  | { readonly kind: "description"; readonly description: string }
  /** There is no estimate for this endpoint, or no such call: use the price list (`operation.estimate`), and say so. */
  | { readonly kind: "unavailable" };

/** Asks for the price of a body, which is sent as it is and not judged here: inputs may not be uploaded yet. Free. */
export async function estimateRequest(
  core: HiggsfieldCore,
  endpoint: HiggsfieldCreate | string,
  body: object,
  { signal, timeoutMs }: CallOptions = {},
): Promise<ServiceEstimate> {
  const create = typeof endpoint === "string" ? operationOf(endpoint) : endpoint;
  if (!core.era.hasEstimate) return { kind: "unavailable" };
  const operation = estimateOf(create);
  try {
    const { data, requestId } = await core.send(operation, { body, signal, timeoutMs });
    const found = readEstimate(data);
    if (found) return found;
    throw new ResponseError({
      message: `POST ${operation.path}: the response has neither credits and usd nor a description. Nothing was charged.`,
      isRetryable: false,
      mayHaveCharged: "no",
      service: HIGGSFIELD,
      operationId: operation.id,
      requestId,
    });
  } catch (error) {
    if (NotFoundError.isInstance(error)) return { kind: "unavailable" };
    throw error;
  }
}

function readEstimate(data: unknown): ServiceEstimate | undefined {
  if (!isJsonObject(data)) return undefined;
  const { credits, usd, pricing_description: description } = data;
  const [creditAmount, usdAmount] = [amountOf(credits), amountOf(usd)];
  if (creditAmount !== undefined && usdAmount !== undefined)
    return { kind: "price", credits: creditAmount, usd: usdAmount };
  return typeof description === "string" ? { kind: "description", description } : undefined;
}

/** Decimal text, as the service writes it; a number is taken, too. */
function amountOf(value: unknown): number | undefined {
  const isAmount = typeof value === "number" || (typeof value === "string" && /^\d+(\.\d+)?$/.test(value));
  const amount = isAmount ? Number(value) : Number.NaN;
  return Number.isFinite(amount) && amount >= 0 ? amount : undefined;
}
