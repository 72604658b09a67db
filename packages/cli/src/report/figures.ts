import type { EngineEvent, JobHistory, LedgerRow } from "@klingkit/engine";
import { roundUnits, type Unit } from "@klingkit/spec";
import { isOwnTry } from "../jobs/sent-text.ts";
import { busyTimesOf, totalMs } from "./job-times.ts";
import type { ReportAmount, ReportFigures, ReportJob, ReportSegment } from "./report-data.ts";

/** Without what only the page as a whole knows. */
export type CountedFigures = Omit<ReportFigures, "problems" | "replaced" | "earlierTakes">;

const NO_AMOUNT = { estimated: 0, unpricedJobs: 0, settled: 0, held: 0 };

/** Sums over the jobs of a page. What is counted is on record: nothing is inferred. */
export class FigureCounter {
  readonly #amounts = new Map<Unit, Omit<ReportAmount, "unit">>();
  #figures = {
    jobs: 0,
    done: 0,
    open: 0,
    files: 0,
    goneFiles: 0,
    sizeBytes: 0,
    requests: 0,
    unsentTries: 0,
    billed: 0,
    billedOnce: 0,
    lostResponses: 0,
    survivedResponses: 0,
    refusals: 0,
    passedRefusals: 0,
  };
  readonly #busy: ReportSegment[] = [];
  #startedAtMs = Number.POSITIVE_INFINITY;
  #endedAtMs = 0;

  add(history: JobHistory, job: ReportJob): void {
    const counted = this.#figures;
    counted.jobs += 1;
    counted.done += job.isDone ? 1 : 0;
    this.addEarlier(history, job);
  }

  /** A job that another one on the page replaces: what it made and cost counts, and that it is not finished. */
  addEarlier(history: JobHistory, job: ReportJob): void {
    const { intent, ledger, sums, events, createdAtMs, updatedAtMs } = history;
    // A correction of what was booked belongs to the same attempt.
    const billedAttempts = new Set(settlesOf(ledger).map(({ attempt }) => attempt));
    const counted = this.#figures;
    counted.open += job.isOpen ? 1 : 0;
    const there = job.files.filter(({ absent }) => absent !== "gone");
    counted.files += there.length;
    counted.goneFiles += job.files.length - there.length;
    counted.sizeBytes += there.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const [own, ofService] = triesOf(events);
    counted.requests += Math.max(0, (intent?.sends ?? 0) - own);
    counted.unsentTries += own;
    counted.billed += sums.settled > 0 ? 1 : 0;
    counted.billedOnce += sums.settled > 0 && billedAttempts.size === 1 ? 1 : 0;
    const lost = job.marks.filter(({ kind }) => kind === "lost").length;
    counted.lostResponses += lost;
    counted.survivedResponses += isSurvived(history) ? lost : 0;
    counted.refusals += ofService;
    counted.passedRefusals += isAccepted(history) ? ofService : 0;
    const amount = this.#amounts.get(job.unit) ?? NO_AMOUNT;
    this.#amounts.set(job.unit, {
      estimated: roundUnits(amount.estimated + (job.estimated ?? 0)),
      unpricedJobs: amount.unpricedJobs + (job.estimated === undefined ? 1 : 0),
      settled: roundUnits(amount.settled + sums.settled),
      held: roundUnits(amount.held + sums.held),
    });
    this.#busy.push(...busyTimesOf(job.segments));
    this.#startedAtMs = Math.min(this.#startedAtMs, createdAtMs);
    const openUntilMs = job.isOpen ? (job.segments.at(-1)?.toMs ?? 0) : 0;
    this.#endedAtMs = Math.max(this.#endedAtMs, events.at(-1)?.atMs ?? updatedAtMs, openUntilMs);
  }

  figures(): CountedFigures {
    const amounts: ReportAmount[] = [...this.#amounts].map(([unit, amount]) => ({
      unit,
      ...amount,
    }));
    const startedAtMs = Number.isFinite(this.#startedAtMs) ? this.#startedAtMs : this.#endedAtMs;
    const endedAtMs = Math.max(startedAtMs, this.#endedAtMs);
    return { ...this.#figures, amounts, startedAtMs, endedAtMs, busyMs: totalMs(this.#busy) };
  }
}

/** How many tries of a job ended before anything left, and how many refusals of the service may pass later. */
function triesOf(events: readonly EngineEvent[]): readonly [own: number, ofService: number] {
  let own = 0;
  let ofService = 0;
  for (const event of events) {
    if (isOwnTry(event)) own += 1;
    else if (event.kind === "job-refused") ofService += 1;
  }
  return [own, ofService];
}

/** The task of the lost response is known, and nothing was paid a second time to get it. */
const isSurvived = ({ taskId, state, events }: JobHistory): boolean =>
  (taskId !== undefined || state === "collected") && !events.some(({ kind }) => kind === "job-pays-again");

/** The service took the create request in the end. */
const isAccepted = ({ events }: JobHistory): boolean =>
  events.some(({ kind }) => kind === "job-accepted" || kind === "job-adopted");

/** Charges of a job; a correction of one is a charge, too. */
export const settlesOf = (ledger: readonly LedgerRow[]): readonly LedgerRow[] =>
  ledger.filter(({ entry }) => entry === "settle");
