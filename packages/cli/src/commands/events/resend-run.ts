import { createEventSender, DeliveryRefusedError, type EventLog, type TaskEvent } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { localSecret } from "../../events/local-secret.ts";
import { parseTarget } from "../../events/parse-event-flags.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { withEventLog } from "./events-run.ts";

interface ResendOptions extends OutputOptions, StoreOptions {
  readonly to?: string;
}

/** Pauses before the second and third attempt: a server that restarts is back by then. */
const PAUSES_MS = [1000, 3000];
const TIMEOUT_MS = 10_000;

/** Sends one event itself: no listener has to run. */
export async function runEventsResend(id: string, options: ResendOptions, deps: Deps): Promise<void> {
  const given = options.to === undefined ? undefined : parseTarget(options.to, "--to");
  const secret = await localSecret(deps, options);
  await withEventLog(deps, options, async (log) => {
    const event = await log.get(id);
    const url = given ?? (await lastReceiver(log));
    const { status, attempts } = await send(deps, { event, url, secret });
    await log.settle(id, url);
    const result = { success: true, event: id, type: event.type, url, status, attempts };
    printResult(
      deps,
      options,
      result,
      (style) => `${style.good(`[${status}]`)} POST ${url} ${style.dim(`[${id}]`)}\n`,
    );
  });
}

async function lastReceiver(log: EventLog): Promise<string> {
  const [last] = (await log.receivers()).filter(({ name }) => URL.canParse(name));
  if (last) return last.name;
  const message =
    "No address is known. Name one with --to, for example --to http://127.0.0.1:3000/hooks. Nothing was sent.";
  throw usageError("missing_url", message);
}

interface Sending {
  readonly event: TaskEvent;
  readonly url: string;
  readonly secret: string;
}

async function send(deps: Deps, { event, url, secret }: Sending) {
  const deliver = createEventSender({ url, secrets: secret, fetch: deps.fetch });
  for (let attempt = 1; ; attempt += 1) {
    const signal = AbortSignal.any([deps.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    try {
      const reply = await deliver(event, { signal, attempt });
      return { status: reply?.status ?? null, attempts: attempt };
    } catch (cause) {
      if (deps.signal.aborted) throw cause;
      const pauseMs = PAUSES_MS[attempt - 1];
      if (pauseMs === undefined) throw deliveryFailed(event, url, cause);
      await deps.downloadClock.sleep(pauseMs, deps.signal);
    }
  }
}

function deliveryFailed({ id }: TaskEvent, url: string, cause: unknown): CliError {
  const reason =
    cause instanceof DeliveryRefusedError ? cause.message : `it cannot be reached (${reasonOf(cause)})`;
  const message = `${url} did not take the event ${id}: ${reason}. The event stays in the store, and nothing was charged. Start or correct your server, then run this again.`;
  return new CliError({ code: "delivery_failed", message, details: { event: id, url }, cause });
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
