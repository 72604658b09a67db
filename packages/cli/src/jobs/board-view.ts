import {
  type AccountKey,
  chargedUnits,
  type Engine,
  type Job,
  type JobClient,
  type PoolPause,
  type PoolUse,
} from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { rowsOf } from "../terminal/rows-of.ts";
import { createStyle } from "../terminal/style.ts";
import { createTaskbar } from "../terminal/taskbar.ts";
import type { BoardJob } from "./board-jobs.ts";
import type { Beginning } from "./bought-now.ts";
import { drawBoard, shareDone } from "./draw-board.ts";
import { readJobSet, sortAsFile } from "./job-set.ts";
import type { RunInput, View, ViewInput } from "./run-input.ts";
import { accountsOf } from "./service.ts";
import type { Service } from "./service-account.ts";

/** At most ten pictures a second; a large batch is drawn less often. */
const FRAME_MS = 120;
const LARGE_BATCH = 300;
const LARGE_BATCH_MS = 1000;
/** Jobs are read again after an event, or after this time: what a job waits for can change without one. */
const READ_MS = 1000;
const LARGE_BATCH_READ_MS = 30_000;
/** A trouble is shown for as long as it may take until it is heard of again. */
const SHOWN_MS = 60_000;
const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
const CLEAR_DOWN = "\u001b[J";
const CLEAR_REST_OF_LINE = "\u001b[K";

/** A board that is redrawn in place. */
export function createBoardView(deps: Deps, input: ViewInput): View {
  const { io, clock } = deps;
  const { stdout } = io;
  const style = createStyle(stdout, deps.env);
  const startedAtMs = clock.nowMs();
  const readNow = createReader(input);
  const readOnNews = rereadOnNews(deps, input, readNow);
  const taskbar = createTaskbar(stdout, deps.env, true);
  let drawn: readonly string[] = [];
  let frame = 0;

  async function draw(read: typeof readNow, isOver = false): Promise<number> {
    const { jobs, pools } = await read();
    const shown = jobs.map(({ job }) => job);
    const pauses = await readPauses(input, shown);
    const columns = stdout.columns ?? 80;
    const lines = drawBoard(style, {
      jobs,
      pools,
      pauses,
      troubles: await input.troubles.ofStore(SHOWN_MS),
      nowMs: clock.nowMs(),
      startedAtMs,
      frame,
      place: placeOf(input, shown),
      unsent: isOver ? await withoutAdopted(input.beginning) : input.beginning.unsent,
      command: input.command,
      isStopping: deps.signal.aborted && !isOver,
      isOver,
      columns,
      rows: stdout.rows ?? 24,
    });
    const up = drawn.length > 0 ? `\u001b[${rowsOf(drawn, columns)}A\r` : "";
    // Cleared line by line: a screen that is cleared from its first cell goes into the history of some terminals.
    const text = lines.map((line) => `${line}${CLEAR_REST_OF_LINE}\n`).join("");
    stdout.write(`${up}${text}${CLEAR_DOWN}`, { movesCursor: true });
    taskbar.show(shareDone(jobs, clock.nowMs()), { isWarned: pauses.length > 0 });
    drawn = lines;
    frame += 1;
    return jobs.length;
  }

  return {
    async follow(signal) {
      stdout.write(HIDE_CURSOR, { movesCursor: true, undo: SHOW_CURSOR });
      // Lines on standard error would fall into the picture, which shows the same.
      const unmute = input.troubles.mute();
      try {
        while (!signal.aborted) {
          const count = await draw(readOnNews);
          const pauseMs = count > LARGE_BATCH ? LARGE_BATCH_MS : FRAME_MS;
          // The end of the run ends the sleep; the last picture is drawn by `finish`.
          await clock.sleep(pauseMs, signal).catch(() => undefined);
        }
      } finally {
        // A store that cannot be read cannot be drawn: then its trouble is told.
        unmute();
      }
    },
    async finish() {
      try {
        await draw(readNow, true);
      } finally {
        stdout.write(SHOW_CURSOR, { movesCursor: true });
        taskbar.clear();
      }
    },
  };
}

/** At the end it is known which jobs found their task at the service: those are not bought now. */
async function withoutAdopted({ unsent, readAdopted }: Beginning): Promise<ReadonlySet<string>> {
  const adopted = await readAdopted();
  return new Set([...unsent].filter((id) => !adopted.has(id)));
}

/** Those that keep one of these jobs from being sent: what other batches wait for is no news of this one. */
async function readPauses(
  { jobClient, services }: RunInput,
  jobs: readonly Job[],
): Promise<readonly PoolPause[]> {
  const pauses = await Promise.all(
    accountsOf(services).map(async ({ provider, account }) =>
      (await jobClient.pauses({ provider, account })).filter(({ pool }) =>
        jobs.some((job) => isUnsent(job) && isOfPool(job, { provider, account, pool })),
      ),
    ),
  );
  return pauses.flat();
}

const isUnsent = ({ state }: Job): boolean => state === "approved" || state === "submitting";

const isOfPool = (job: Job, { provider, account, pool }: AccountKey & { readonly pool: string }): boolean =>
  job.provider === provider && job.account === account && job.pool === pool;

/** Of the services that these jobs are sent to: an emulator of the other one must not make a purchase look free. */
function placeOf({ services: { all } }: RunInput, jobs: readonly Job[]): string {
  const used = all.filter(({ name, account }) =>
    jobs.some((job) => job.provider === name && job.account === account),
  );
  return [...new Set((used.length === 0 ? all : used).map(placeOfService))].join(", ");
}

function placeOfService(service: Service): string {
  if (!service.isEmulator) return new URL(service.baseUrl).host;
  return service.timeScale === 1 ? "emulated" : `emulated, ${service.timeScale} × faster`;
}

/** Reading the jobs for each picture would cost more than drawing it. */
function rereadOnNews(
  { clock }: Deps,
  { jobClient }: RunInput,
  read: () => Promise<BoardState>,
): () => Promise<BoardState> {
  let last: (BoardState & { readonly seq: number; readonly atMs: number }) | undefined;
  return async () => {
    const seq = await jobClient.lastEventSeq();
    const atMs = clock.nowMs();
    const readMs = last !== undefined && last.jobs.length > LARGE_BATCH ? LARGE_BATCH_READ_MS : READ_MS;
    if (last !== undefined && last.seq === seq && atMs - last.atMs < readMs) return last;
    last = { ...(await read()), seq, atMs };
    return last;
  };
}

interface BoardState {
  readonly jobs: readonly BoardJob[];
  readonly pools: readonly PoolUse[];
}

/** Jobs with their usual times and charges, and the slots of their accounts. */
function createReader({ engine, jobClient, jobs }: RunInput): () => Promise<BoardState> {
  const settled = new Map<string, Settled>();
  return async () => {
    const rows = sortAsFile(jobs, await readJobSet(jobClient, jobs));
    const pools = (await jobClient.pools()).filter((pool) => rows.some((job) => isOfPool(job, pool)));
    const expected = createExpectations(engine);
    const shown = await Promise.all(
      rows.map(async (job) => ({
        job,
        expectedMs: await expected(job),
        settledUnits: await settledUnits(jobClient, settled, job),
      })),
    );
    return { jobs: shown, pools };
  };
}

/** What was booked when the job was in a state: where the service reports no charge, its file corrects it. */
type Settled = Pick<Job, "state"> & { readonly units: number };

async function settledUnits(
  jobClient: JobClient,
  known: Map<string, Settled>,
  job: Job,
): Promise<number | undefined> {
  const { id, state } = job;
  const before = known.get(id);
  if (before?.state === state) return before.units;
  const units = await chargedUnits(jobClient, job);
  if (units !== undefined) known.set(id, { state, units });
  return units;
}

/** Where between early and late most tasks end: near the early side, because late ones are few. INF */
const USUAL_SHARE = 0.3;

/** Asks once for each kind of task: a large batch has thousands of jobs of a few kinds. */
function createExpectations(engine: Engine) {
  const known = new Map<string, Promise<number>>();
  const ask = async (id: string) => {
    const { earlyMs, lateMs } = await engine.timing(id);
    return earlyMs + (lateMs - earlyMs) * USUAL_SHARE;
  };
  return async ({ id, account, timingKey, state }: Job): Promise<number | undefined> => {
    if (state !== "running" && state !== "approved" && state !== "submitting") return undefined;
    const kind = `${account} ${timingKey}`;
    const usual = known.get(kind) ?? ask(id);
    known.set(kind, usual);
    return usual;
  };
}
