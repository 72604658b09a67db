import { type CallbackListener, isPassing, listenForCallbacks, type Store } from "@klingkit/engine";
import { WebhookError } from "klingkit/webhooks";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import { isLocalUrl } from "../session/is-local-service.ts";
import { parsePlace } from "../session/parse-place.ts";
import type { Services } from "./service.ts";

/** Flags of commands that can take the service's callbacks. */
export interface CallbackOptions {
  readonly listen?: string;
  readonly publicUrl?: string;
}

const KLING_SECRET = "KLING_WEBHOOK_SECRET";
const HIGGSFIELD_SECRET = "HIGGSFIELD_WEBHOOK_SECRET";

export interface CallbackInput {
  readonly store: Store;
  readonly services: Services;
  readonly onError?: (error: unknown) => void;
}

/** Runs `use` with the server for callbacks that `--listen` asks for. Throws `invalid_listen`, `invalid_public_url` and `invalid_webhook_secret`. */
export async function withCallbacks<Result>(
  deps: Deps,
  options: CallbackOptions,
  input: CallbackInput,
  use: (callbacks: CallbackListener | undefined) => Promise<Result>,
): Promise<Result> {
  const callbacks = await openCallbacks(deps, options, input);
  try {
    return await use(callbacks);
  } finally {
    await callbacks?.close();
  }
}

async function openCallbacks(
  deps: Deps,
  { listen, publicUrl }: CallbackOptions,
  { store, services, onError }: CallbackInput,
): Promise<CallbackListener | undefined> {
  if (listen === undefined) {
    if (publicUrl === undefined) return undefined;
    throw usageError("invalid_public_url", "--public-url: nothing listens there without --listen.");
  }
  const place = parsePlace(listen, { flag: "--listen", code: "invalid_listen" });
  const base = publicUrl === undefined ? undefined : parsePublicUrl(publicUrl);
  if (base === undefined && services.all.some(({ isEmulator }) => !isEmulator)) {
    const message =
      "--listen: the service cannot reach this address. Name the public address that leads to it with --public-url.";
    throw usageError("invalid_public_url", message);
  }
  if (base !== undefined && isLocalUrl(base) && services.all.some(({ baseUrl }) => !isLocalUrl(baseUrl))) {
    const message = `--public-url: ${new URL(base).hostname} is not a public host, so the service cannot reach it. Nothing was sent. Name an address on the internet that leads to --listen.`;
    throw usageError("invalid_public_url", message);
  }
  const pathSecret = services.all.find((service) => service.pathSecret !== undefined)?.pathSecret;
  const options = {
    store,
    ...place,
    ...(pathSecret === undefined ? {} : { pathSecret }),
    secrets: readSecrets(deps, KLING_SECRET),
    higgsfieldSecrets: readSecrets(deps, HIGGSFIELD_SECRET),
    clock: store.clock ?? deps.clock,
    ...(base === undefined ? {} : { publicUrl: base }),
    ...(onError ? { onError } : {}),
  };
  return listenForCallbacks(options).catch((cause: unknown) => {
    if (isPassing(cause) && !isOfHost(cause, place.host)) throw cause;
    if (WebhookError.isInstance(cause))
      throw usageError("invalid_webhook_secret", `${KLING_SECRET} or ${HIGGSFIELD_SECRET}: ${cause.message}`);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw usageError("invalid_listen", `--listen ${listen}: ${reason}.`);
  });
}

/** A name of no machine counts as passing for a database, which may still start; where we listen it is a mistake. */
const isOfHost = (error: unknown, host: string): boolean =>
  error instanceof Error && "hostname" in error && error.hostname === host;

function parsePublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && url.username === "" && url.search === "" && url.hash === "";
  if (isPlain && (url.protocol === "https:" || url.protocol === "http:")) return url.href;
  throw usageError("invalid_public_url", `--public-url: '${text}' is not an https address without a query.`);
}

/** Several while one is being replaced, separated by commas. In the environment, because other users see command lines. */
function readSecrets({ env }: Deps, name: string): readonly string[] {
  const given = env[name];
  if (given === undefined) return [];
  const secrets = given
    .split(",")
    .map((secret) => secret.trim())
    .filter((secret) => secret !== "");
  if (secrets.length > 0) return secrets;
  const message = `${name} is set, but holds no secret. Without one, unsigned callbacks are accepted. Set the secret, or unset the variable.`;
  throw usageError("invalid_webhook_secret", message);
}
