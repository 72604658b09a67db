import type { AccountKey, Buyer } from "../store/account-key.ts";
import { StoreError } from "../store/store-error.ts";
import type { EngineContext } from "./engine-context.ts";

/** The contexts of an engine, one per account of a service, in the order of its providers. Store, clock, owner and limits are the same in all. */
export type EngineContexts = readonly [EngineContext, ...EngineContext[]];

/** Which account of which service a context speaks for. */
export const accountOf = ({ provider }: Pick<EngineContext, "provider">): AccountKey => ({
  provider: provider.name,
  account: provider.account,
});

/** Who buys what a context is asked for. */
export const buyerOf = (context: Pick<EngineContext, "provider">): Buyer => ({
  ...accountOf(context),
  earlierAccounts: context.provider.earlierAccounts,
});

export const isOfAccount = ({ provider }: Pick<EngineContext, "provider">, job: AccountKey): boolean =>
  provider.name === job.provider && provider.account === job.account;

/** The context of a job's account; undefined where the engine was given no such provider. */
export const findContext = (contexts: EngineContexts, job: AccountKey): EngineContext | undefined =>
  contexts.find((context) => isOfAccount(context, job));

/** The context of a job's account. Throws StoreError `account_missing` where the engine was given no such provider. */
export function contextOf(
  contexts: EngineContexts,
  job: AccountKey & { readonly id: string },
): EngineContext {
  const found = findContext(contexts, job);
  if (found) return found;
  const message = `job ${job.id} belongs to the account ${job.account} of ${job.provider}, which this engine was not given`;
  throw new StoreError("account_missing", message);
}

/** What of a planned job says who makes it. */
interface Made {
  readonly name: string;
  readonly service?: string;
}

/** Plans from before there were several services are Kling's. */
export const serviceOf = ({ service = "kling" }: Pick<Made, "service">): string => service;

/** The context that a planned job is bought with: the first of its service. Throws StoreError `account_missing` where there is none. */
export function contextFor(contexts: EngineContexts, planned: Made): EngineContext {
  const service = serviceOf(planned);
  const found = contexts.find(({ provider }) => provider.name === service);
  if (found) return found;
  const message = `The request "${planned.name}" needs an account of ${service}, and none is set. Nothing was sent. Set its key, or choose another service.`;
  throw new StoreError("account_missing", message);
}

/** The same contexts with some of their parts replaced. */
export function withParts(contexts: EngineContexts, parts: Partial<EngineContext>): EngineContexts {
  const [first, ...others] = contexts;
  return [{ ...first, ...parts }, ...others.map((context) => ({ ...context, ...parts }))];
}
