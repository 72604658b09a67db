import {
  type Engine,
  type EngineEvent,
  type JobClient,
  type JobName,
  type JobState,
  REST_STATES,
  stateWord,
} from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { hidePasswords } from "../../errors/hide-passwords.ts";
import { eventJson } from "../../jobs/event-lines.ts";
import { drawOthers, type OtherJobs, othersJson } from "../../jobs/other-accounts.ts";
import { isPoolEvent, type PoolEvent, poolEventJson, poolEventText } from "../../jobs/pool-news.ts";
import type { View } from "../../jobs/run-input.ts";
import { newStateWord, paintState } from "../../jobs/state-words.ts";
import { createTroubleLines } from "../../jobs/trouble-lines.ts";
import { commandAt, type Place } from "../../session/next-commands.ts";
import { isForPeople, type OutputOptions } from "../../terminal/output.ts";
import { showOnOneLine } from "../../terminal/show-controls.ts";
import { createStyle, type Style } from "../../terminal/style.ts";
import type { LeftJobs, ShiftEnd } from "./shift-end.ts";

/** Jobs that are remembered: a worker may run for months. */
const MOST_REMEMBERED = 1000;

export interface Started {
  readonly worker: string;
  readonly accounts: readonly string[];
  readonly store: string;
  /** Jobs that this worker leaves alone. */
  readonly others: OtherJobs;
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
  /** `end`: what is left, where the store could be asked. */
  stopped(end?: ShiftEnd): void;
  /** Jobs that this worker brought to an end without a file, each once. */
  troubled(): readonly JobName[];
}

const WITHOUT_FILE: readonly JobState[] = ["failed", "rejected", "expired", "unknown"];

export function createWorkerLog(deps: Deps, options: OutputOptions & Place): WorkerLog {
  const { io, clock, env } = deps;
  const style = createStyle(io.stdout, env);
  const isPlain = isForPeople(deps, options);
  const ended: Partial<Record<JobState, number>> = {};
  const troubled = new Map<string, JobName>();
  const iso = () => new Date(clock.nowMs()).toISOString();
  const json = (line: object) => `${JSON.stringify(line)}\n`;

  function tell(event: EngineEvent, job: { readonly id: string; readonly name: string }): void {
    const { to } = event;
    if (to && REST_STATES.includes(to)) ended[to] = (ended[to] ?? 0) + 1;
    if (to && WITHOUT_FILE.includes(to)) remember(job);
    if (!isPlain) io.stdout.write(json(eventJson(event, job)));
    else if (to)
      io.stdout.write(
        `${paintState(style, { state: to }, newStateWord({ state: to }))} ${job.name} ${style.dim(job.id)}\n`,
      );
  }

  /** For the end of a worker that runs until nothing is left; one that runs for months would fill its memory. */
  function remember({ id, name }: JobName): void {
    if (troubled.size < MOST_REMEMBERED) troubled.set(id, { id, name });
  }

  function tellPool(event: PoolEvent, models: Iterable<string>): void {
    if (!isPlain) io.stdout.write(json(poolEventJson(event)));
    else io.stdout.write(`${style.warn(showOnOneLine(poolEventText(event, models)))}\n`);
  }

  return {
    view: (watched) => createView(watched, tell, tellPool),
    started({ worker, accounts, store, others }) {
      const account = accounts.join(", ");
      const facts = { worker, account, accounts, store };
      const line = { event: "worker-started", at: iso(), ...facts, ...othersJson(others) };
      io.stdout.write(
        isPlain
          ? `${style.good("working")} for ${account} ${style.dim(worker)}\n${drawOthers(style, others)}`
          : json(line),
      );
    },
    trouble: createTroubleLines(deps, options),
    stopped(end) {
      const line = { success: end?.failure === undefined, event: "worker-stopped", at: iso(), ended };
      io.stdout.write(
        isPlain ? drawStopped(style, { ended, end, place: options }) : json({ ...line, ...endJson(end) }),
      );
    },
    troubled: () => [...troubled.values()],
  };
}

type Ended = Readonly<Partial<Record<JobState, number>>>;

interface Stopped {
  readonly ended: Ended;
  readonly end: ShiftEnd | undefined;
  readonly place: Place;
}

function drawStopped(style: Style, { ended, end, place }: Stopped): string {
  const words = REST_STATES.flatMap((state) =>
    ended[state] === undefined ? [] : [`${ended[state]} ${stateWord({ state })}`],
  );
  if (!end) {
    const text = words.join(", ") || "no job ended";
    return `${style.warn("stopped")} ${text}; what is left is unknown, because the store could not be asked. To see it, run \`${commandAt("kling jobs", place)}\`.\n`;
  }
  const { left, others, resume } = end;
  const nothing = left.length > 0 ? "no job ended" : "nothing to do";
  const rest = left.length === 0 ? "" : `; left: ${leftText(left)}. To continue, run \`${resume}\`.`;
  const line = `${style.good("stopped")} ${words.join(", ") || nothing}${hidePasswords(rest)}\n`;
  return `${line}${drawOthers(style, others)}`;
}

/** Unknown is not nothing: a list is there only where the store was asked. */
const endJson = (end: ShiftEnd | undefined): object =>
  end ? { left: end.left.map(leftJson), ...othersJson(end.others) } : { left: null };

const leftJson = ({ state, waitsFor, count, message }: LeftJobs): object => ({
  state,
  ...(waitsFor === undefined ? {} : { waits_for: waitsFor }),
  jobs: count,
  ...(message === undefined ? {} : { message: hidePasswords(message) }),
});

/** `2 stopped, 1 running`; each reason was a line when it appeared. */
const leftText = (left: readonly LeftJobs[]): string =>
  left.map(({ count, ...job }) => `${count} ${stateWord(job)}`).join(", ");

function createView(
  { engine, jobClient, afterSeq }: Watched,
  tell: (event: EngineEvent, job: { readonly id: string; readonly name: string }) => void,
  tellPool: (event: PoolEvent, models: Iterable<string>) => void,
): View {
  const names = new Map<string, string>();
  const models = new Set<string>();
  let lastSeq = afterSeq;

  async function nameOf(id: string): Promise<string> {
    const known = names.get(id);
    if (known !== undefined) return known;
    const [job] = await jobClient.jobs({ ids: [id] });
    if (names.size >= MOST_REMEMBERED) names.clear();
    names.set(id, job?.name ?? "");
    if (job) models.add(job.model);
    return job?.name ?? "";
  }

  async function print(event: EngineEvent): Promise<void> {
    const id = event.jobId;
    if (id !== undefined && event.worker === engine.owner) tell(event, { id, name: await nameOf(id) });
    if (isPoolEvent(event) && event.worker === engine.owner) tellPool(event, models);
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
