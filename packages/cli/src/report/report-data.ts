import type { Unit } from "@klingkit/spec";
import type { ApprovedLimit } from "../jobs/approved-limits.ts";
import type { NextStep } from "../jobs/next-steps.ts";
import type { NotRun } from "../jobs/not-run.ts";
import type { StateTone } from "../jobs/state-words.ts";

/** What the page of a run shows. Times are Unix ms. */
export interface ReportData {
  readonly title: string;
  /** The title is a purpose that a person gave. */
  readonly hasPurpose: boolean;
  readonly batchIds: readonly string[];
  readonly accounts: readonly string[];
  /** Only emulators made the jobs: nothing was charged. */
  readonly isEmulated: boolean;
  readonly createdAtMs: number;
  /** The command that writes the page again. */
  readonly command: string;
  /** What continues the jobs that are not finished; absent where all are. */
  readonly unfinished?: Unfinished;
  readonly approvals: readonly ReportApproval[];
  readonly figures: ReportFigures;
  /** The newest take of each. */
  readonly jobs: readonly ReportJob[];
  /** All batches with the purpose, newest first; empty where the page has no purpose or several. */
  readonly runs: readonly ReportRun[];
  /** The page is of all runs of the purpose: its figures count earlier takes, too. */
  readonly isWholePurpose: boolean;
  /** Runs of the purpose that were emulated where the others were not, or the other way around: not on the page. */
  readonly leftOutRuns: number;
  /** What the batch file that names the jobs asks for beside them; absent: nothing. */
  readonly notRun?: NotRun;
  /** What earlier takes cost. */
  readonly earlierAmounts: readonly ReportAmount[];
  /** Where `isWholePurpose`: `jobs`, each behind those that it replaces; otherwise `jobs`. */
  readonly timeline: readonly ReportJob[];
}

export interface Unfinished {
  /** How many, those that need a person among them. */
  readonly jobs: number;
  /** The command that continues them, and no others where it can name them. */
  readonly command: string;
  /** A process works on jobs of the store. */
  readonly isAttended: boolean;
  /** How many of them a later run replaced. */
  readonly earlierTakes: number;
}

export interface ReportRun {
  readonly batchId: string;
  readonly jobs: number;
  readonly createdAtMs: number;
}

export interface ReportApproval {
  readonly id: string;
  readonly by: string;
  /** `terminal`, `flag`, `policy` … */
  readonly via: string;
  readonly atMs: number;
  readonly planHash: string;
  /** The most that it allows, for each unit. */
  readonly limits: readonly ApprovedLimit[];
  /** Batches of the page that were bought with it. */
  readonly batchIds: readonly string[];
}

export interface ReportFigures {
  readonly jobs: number;
  /** Jobs whose files were collected. */
  readonly done: number;
  /** Jobs that need a person. */
  readonly problems: number;
  /** Jobs that a later run replaced. */
  readonly replaced: number;
  /** Jobs that others on the page replace, and that are counted all the same. */
  readonly earlierTakes: number;
  /** Jobs that are still at work or wait. */
  readonly open: number;
  /** Files that are on the disk now. */
  readonly files: number;
  /** Files that were there, and are not now. */
  readonly goneFiles: number;
  readonly sizeBytes: number;
  /** Create requests that left, each send of a key counted. */
  readonly requests: number;
  /** Tries that ended before anything left: no connection, no key, an input that cannot be read. */
  readonly unsentTries: number;
  /** Jobs that something was charged for. */
  readonly billed: number;
  /** Of them, jobs with a single charge. */
  readonly billedOnce: number;
  /** By unit, before and after. */
  readonly amounts: readonly ReportAmount[];
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** How long something was sent, ran or was downloaded: the time without pauses. */
  readonly busyMs: number;
  /** Create requests whose response was lost or unclear. */
  readonly lostResponses: number;
  /** Of them, those whose task is known all the same, without a second purchase. */
  readonly survivedResponses: number;
  /** Clear refusals of the service that may pass later, such as 1303. */
  readonly refusals: number;
  /** Of them, those of jobs that the service accepted later. */
  readonly passedRefusals: number;
}

export interface ReportAmount {
  readonly unit: Unit;
  readonly estimated: number;
  /** Jobs whose price was not known before: they are in no estimate. */
  readonly unpricedJobs: number;
  readonly settled: number;
  readonly held: number;
}

/** What a job was doing from one moment to another. */
export type Stage = "waiting" | "sending" | "running" | "downloading";

export interface ReportSegment {
  readonly stage: Stage;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A moment worth a mark: a lost response, a look-up that found the task, a refusal. */
export interface ReportMark {
  readonly kind: "lost" | "found" | "refused" | "trouble";
  readonly atMs: number;
  readonly text: string;
}

export interface ReportFile {
  /** `video`, `image`, `audio`, `mask` … */
  readonly kind: string;
  readonly name: string;
  /** Relative address, or a data URL; absent where the page cannot show the file. */
  readonly source?: string;
  /** Why there is no source: it was moved or deleted, or does not fit into the page. */
  readonly absent?: "gone" | "left-out";
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface ReportJob {
  readonly id: string;
  readonly name: string;
  /** The word that people read everywhere, such as `done`. */
  readonly word: string;
  /** Colour of the word. */
  readonly tone: StateTone;
  readonly isDone: boolean;
  /** Still at work, or waits. */
  readonly isOpen: boolean;
  /** Ended without what was asked for, or needs a person. */
  readonly isFailed: boolean;
  /** Ended without what was asked for: a newer take leaves nothing to do. */
  readonly isReplaceable: boolean;
  readonly model: string;
  readonly prompt?: string;
  /** Facts of the request in words, such as `5 s`, in a fixed order. */
  readonly settings: Readonly<Record<string, string>>;
  /** File names of what it was given. */
  readonly inputs: readonly string[];
  /** Jobs whose results it takes. */
  readonly parents: readonly ReportParent[];
  /** How many jobs lie between it and one that takes nothing of others. */
  readonly depth: number;
  /** What it waits for, or why it was canceled, as a sentence. */
  readonly reason?: string;
  readonly files: readonly ReportFile[];
  readonly unit: Unit;
  readonly estimated?: number;
  readonly settled: number;
  readonly held: number;
  readonly taskId?: string;
  readonly failure?: ReportFailure;
  /** Of a job that was canceled because one that it takes a result of failed: the command that buys both again. */
  readonly batchRetry?: string;
  readonly createdAtMs: number;
  /** Jobs that this one replaces, newest first: failed ones, too. */
  readonly earlier: readonly ReportJob[];
  /** What a later run made in its place. */
  readonly newer?: NewerTake;
  /** Of an earlier take: the job of the page that replaces it. */
  readonly replacedBy?: string;
  readonly segments: readonly ReportSegment[];
  readonly marks: readonly ReportMark[];
  /** When units were settled, in order. */
  readonly charges: readonly { readonly atMs: number; readonly units: number }[];
}

/** A job of which another one takes a result. */
export interface ReportParent {
  readonly id: string;
  readonly name: string;
  /** This page has it, too. */
  readonly isShown: boolean;
  /** Card of the result. Default: that of the job. */
  readonly card?: string;
  /** Which of its results of the kind, from 1, where it makes several; `of` is absent where their number is unknown. */
  readonly part?: { readonly number: number; readonly of?: number };
}

/** The newest take of a video, which is on another page. */
export interface NewerTake {
  readonly word: string;
  readonly batchId: string;
  readonly createdAtMs: number;
  /** It ended without a result, too, or needs a person. */
  readonly isFailed: boolean;
}

export interface ReportFailure {
  readonly message: string;
  /** Codes of klingkit and of the service, for a search. */
  readonly codes?: string;
  /** Whether it cost something, in words. */
  readonly charge: string;
  /** Buys all that failed in the batch again, this one among it. Undefined where the same request would fail again. */
  readonly batchRetry?: string;
  /** What to do, in order; empty where a later run helped. */
  readonly steps: readonly NextStep[];
}
