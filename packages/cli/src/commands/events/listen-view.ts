import { type DeliveryAttempt, type TaskEvent, withoutLinks } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { hidePasswords } from "../../errors/hide-passwords.ts";
import { toFailure } from "../../failures/to-failure.ts";
import { showOnOneLine } from "../../terminal/show-controls.ts";
import { createStyle } from "../../terminal/style.ts";

export interface Ready {
  /** Absent: events are only shown. */
  readonly url?: string | undefined;
  readonly secret: string;
  /** Accounts whose tasks are read; empty: none. */
  readonly accounts: readonly string[];
}

/** What `kling listen` prints: lines for people, or one JSON object per line. No link to a result is in either. */
export interface ListenView {
  ready(facts: Ready): void;
  event(event: TaskEvent): void;
  attempt(attempt: DeliveryAttempt): void;
  standby(): void;
  trouble(error: unknown): void;
  stopped(): void;
}

export function createListenView(deps: Deps, isJson: boolean, url: string | undefined): ListenView {
  return isJson ? createJsonView(deps, url) : createTextView(deps, url);
}

const textOf = (error: unknown): string =>
  hidePasswords(error instanceof Error ? error.message : String(error));

function createJsonView({ io, clock }: Deps, url: string | undefined): ListenView {
  const write = (line: object) => io.stdout.write(`${JSON.stringify(line)}\n`);
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    ready: ({ accounts }) => write({ type: "listen.ready", forwardTo: url ?? null, accounts }),
    event: (event) => write(withoutLinks(event)),
    attempt: ({ event, attempt, status, error, tookMs, nextAtMs }) =>
      write({
        type: "listen.delivery",
        event: event.id,
        url,
        attempt,
        status: status ?? null,
        ...(error === undefined ? {} : { error }),
        tookMs,
        ...(nextAtMs === undefined ? {} : { nextAt: iso(nextAtMs) }),
      }),
    standby: () => write({ type: "listen.standby", forwardTo: url ?? null }),
    trouble(error) {
      const { code } = toFailure(error, new AbortController().signal);
      const line = { type: "listen.trouble", at: iso(clock.nowMs()), code, message: textOf(error) };
      io.stderr.write(`${JSON.stringify(line)}\n`);
    },
    stopped: () => write({ type: "listen.stopped" }),
  };
}

function createTextView(deps: Deps, url: string | undefined): ListenView {
  const { io, env, clock } = deps;
  const style = createStyle(io.stdout, env);
  const write = (text: string) => io.stdout.write(`${showOnOneLine(text)}\n`);
  const paintType = (type: string) =>
    /succeeded|downloaded/.test(type)
      ? style.good(type)
      : /submitted|processing/.test(type)
        ? type
        : style.warn(type);
  // Painted text holds control characters of our own, so that only what came from outside is made safe.
  const line = (mark: string, text: string) =>
    io.stdout.write(`${style.dim(new Date(clock.nowMs()).toTimeString().slice(0, 8))}  ${mark} ${text}\n`);
  return {
    ready({ secret, accounts }) {
      write(url === undefined ? "Ready. Events are shown here." : `Ready. Events are forwarded to ${url}.`);
      if (url !== undefined) io.stdout.write(`Signing secret: ${style.bold(secret)}\n`);
      write(
        accounts.length > 0
          ? `Reading the tasks of ${accounts.join(", ")}. Nothing is bought. Ctrl-C stops.`
          : "No API key is set: only what other processes record is reported. Ctrl-C stops.",
      );
    },
    event: ({ type, id, data }) =>
      line("-->", `${paintType(type)} ${showOnOneLine(data.job.name)} ${style.dim(`[${id}]`)}`),
    attempt({ event, status, error, nextAtMs }) {
      const result =
        error === undefined ? style.good(`[${status ?? "ok"}]`) : style.bad(`[${status ?? "ERR"}]`);
      const hint =
        nextAtMs === undefined ? ` Given up: kling events resend ${event.id}` : pauseText(nextAtMs);
      const why = error === undefined ? "" : ` ${showOnOneLine(error)}.${hint}`;
      line("<--", `${result} POST ${url} ${style.dim(`[${event.id}]`)}${why}`);
    },
    standby: () => write(`Another process forwards to ${url}. This one starts when that one ends.`),
    trouble: (error) => io.stderr.write(`${style.warn("trouble")} ${showOnOneLine(textOf(error))}\n`),
    stopped: () => write("Stopped. The next `kling listen` resumes here."),
  };

  function pauseText(nextAtMs: number): string {
    return ` Next attempt in ${Math.max(0, Math.round((nextAtMs - deps.downloadClock.nowMs()) / 1000))} s.`;
  }
}
