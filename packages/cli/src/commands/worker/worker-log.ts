import {
  type Engine,
  type EngineEvent,
  type JobClient,
  type JobState,
  REST_STATES,
  stateWord,
} from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { hidePasswords } from "../../errors/hide-passwords.ts";
import { toFailure } from "../../failures/to-failure.ts";
import { eventJson } from "../../jobs/event-lines.ts";
import { isPoolEvent, type PoolEvent, poolEventJson, poolEventText } from "../../jobs/pool-news.ts";
import type { View } from "../../jobs/run-input.ts";
import { paintState } from "../../jobs/state-words.ts";
import { isForPeople, type OutputOptions } from "../../terminal/output.ts";
import { showOnOneLine } from "../../terminal/show-controls.ts";
import { createStyle } from "../../terminal/style.ts";

/** The same trouble is told again after this time at the earliest. */
const REPEAT_MS = 30_000;
/** Jobs and troubles that are remembered: a worker may run for months. */
const MOST_REMEMBERED = 1000;

export interface Started {
  readonly worker: string;
  readonly account: string;
  readonly store: string;
}

export interface Watched {
  readonly engine: Engine;
  readonly jobClient: JobClient;
  readonly afterSeq: number;
}

/** What a worker tells: its own events on standard output, trouble on standard error; JSON lines unless for people. */
export interface WorkerLog {
  started(facts: Started): void;
  /** Events that the engine causes; those of other workers are for them to tell. */
  view(watched: Watched): View;
  trouble(error: unknown, jobId?: string): void;
  stopped(): void;
}

export function createWorkerLog(deps: Deps, options: OutputOptions): WorkerLog {
  const { io, clock, env } = deps;
  const style = createStyle(io.stdout, env);
  const isPlain = isForPeople(deps, options);
  const ended: Partial<Record<JobState, number>> = {};
  const told = new Map<string, number>();
  const iso = () => new Date(clock.nowMs()).toISOString();
  const json = (line: object) => `${JSON.stringify(line)}\n`;

  function tell(event: EngineEvent, job: { readonly id: string; readonly name: string }): void {
    const { to } = event;
    if (to && REST_STATES.includes(to)) ended[to] = (ended[to] ?? 0) + 1;
    if (!isPlain) io.stdout.write(json(eventJson(event, job)));
    else if (to)
      io.stdout.write(
        `${paintState(style, { state: to }, stateWord({ state: to }))} ${job.name} ${style.dim(job.id)}\n`,
      );
  }

  function tellPool(event: PoolEvent): void {
    if (!isPlain) io.stdout.write(json(poolEventJson(event)));
    else io.stdout.write(`${style.warn(showOnOneLine(poolEventText(event)))}\n`);
  }

  return {
    view: (watched) => createView(watched, tell, tellPool),
    started({ worker, account, store }) {
      const line = { event: "worker-started", at: iso(), worker, account, store };
      io.stdout.write(
        isPlain ? `${style.good("working")} for ${account} ${style.dim(worker)}\n` : json(line),
      );
    },
    trouble(error, jobId) {
      const { code, message } = toFailure(error, new AbortController().signal);
      const text = hidePasswords(message);
      const nowMs = clock.nowMs();
      if (nowMs - (told.get(text) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return;
      if (told.size >= MOST_REMEMBERED) told.clear();
      told.set(text, nowMs);
      const line = {
        event: "worker-trouble",
        at: iso(),
        ...(jobId ? { job: jobId } : {}),
        code,
        message: text,
      };
      io.stderr.write(isPlain ? `${style.warn("trouble")} ${text}; the worker tries again\n` : json(line));
    },
    stopped() {
      const words = Object.entries(ended).map(([state, count]) => `${count} ${state}`);
      const line = { success: true, event: "worker-stopped", at: iso(), ended };
      io.stdout.write(
        isPlain ? `${style.good("stopped")} ${words.join(", ") || "nothing to do"}\n` : json(line),
      );
    },
  };
}

function createView(
  { engine, jobClient, afterSeq }: Watched,
  tell: (event: EngineEvent, job: { readonly id: string; readonly name: string }) => void,
  tellPool: (event: PoolEvent) => void,
): View {
  const names = new Map<string, string>();
  let lastSeq = afterSeq;

  async function nameOf(id: string): Promise<string> {
    const known = names.get(id);
    if (known !== undefined) return known;
    const [job] = await jobClient.jobs({ ids: [id] });
    if (names.size >= MOST_REMEMBERED) names.clear();
    names.set(id, job?.name ?? "");
    return job?.name ?? "";
  }

  async function print(event: EngineEvent): Promise<void> {
    const id = event.jobId;
    if (id !== undefined && event.worker === engine.owner) tell(event, { id, name: await nameOf(id) });
    if (isPoolEvent(event) && event.worker === engine.owner) tellPool(event);
    lastSeq = event.seq;
  }

  return {
    async follow(signal) {
      for await (const event of engine.events({ afterSeq: lastSeq, signal })) await print(event);
    },
    async finish() {
      for await (const event of engine.events({ afterSeq: lastSeq })) await print(event);
    },
  };
}
