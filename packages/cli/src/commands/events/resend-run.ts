import { createEventSender, DeliveryRefusedError, type TaskEvent } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { CliError } from "../../errors/cli-error.ts";
import { lastReceiver } from "../../events/last-receiver.ts";
import { localSecret } from "../../events/local-secret.ts";
import { parseTarget } from "../../events/parse-event-flags.ts";
import { withEventLog } from "../../events/with-event-log.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";

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
  const url = given ?? (await lastReceiver(deps, options));
  await withEventLog(deps, options, async (log) => {
    const event = await log.get(id);
    const { status, attempts } = await send(deps, { event, url, secret });
    await log.settle(id, url);
    const result = { success: true, event: event.id, type: event.type, url, status, attempts };
    printResult(
      deps,
      options,
      result,
      (style) => `${style.good(`[${status}]`)} POST ${url} ${style.dim(`[${event.id}]`)}\n`,
    );
  });
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
