import type { Engine, Job, JobClient, JobName } from "@klingkit/engine";
import type { Place } from "../session/next-commands.ts";
import type { OutputOptions } from "../terminal/output.ts";
import type { Beginning } from "./bought-now.ts";
import type { JobSet } from "./job-set.ts";
import type { RunCommand } from "./run-command.ts";
import type { RunEnd } from "./run-end.ts";
import type { Services } from "./service.ts";
import type { Troubles } from "./troubles.ts";

export interface RunInput {
  /** What was typed. */
  readonly command: RunCommand;
  readonly options: OutputOptions & Place;
  readonly engine: Engine;
  readonly jobClient: JobClient;
  readonly services: Services;
  /** The jobs that are worked on, shown and judged. What was approved beside them is not bought along. */
  readonly jobs: JobSet;
  /** Works on all jobs of the accounts. Default false. */
  readonly isWholeAccount?: boolean | undefined;
  /** Ends the work then, in order. Default: no limit. */
  readonly timeoutMs?: number | undefined;
  /** Command that goes on after an interruption. */
  readonly resume: string;
  readonly isContinued: boolean;
  /** What `kling report` takes for all of the jobs, where several batches bought them. Default: each batch by its ID. */
  readonly reportOf?: string | undefined;
  /** The file whose requests the jobs are, as `--batch` takes it: a purpose stands for more. Default: each batch by its ID. */
  readonly batchFile?: string | undefined;
  /** Jobs of the same batches that ended without a result before. Default: none. */
  readonly earlier?: readonly Job[] | undefined;
  readonly end: RunEnd;
  /** What keeps the jobs from going on. */
  readonly troubles: Troubles;
  /** Each writes a page of these jobs when they have ended. Default: none is written. */
  readonly reportWriters?: readonly ReportWriter[];
}

export type ReportWriter = (jobs: readonly JobName[]) => Promise<RunPage>;

/** A page of a run. */
export interface RunPage {
  readonly filePath: string;
  readonly isForClient: boolean;
  /** What the page that was there showed; undefined where none was. */
  readonly replaced?: object | undefined;
  readonly warning?: string | undefined;
  /** Files in other folders, which a page for a client does not name. */
  readonly leftOut: readonly string[];
}

export interface ViewInput extends RunInput {
  readonly beginning: Beginning;
}

/** Shows jobs on their way. */
export interface View {
  /** Follows until the signal; never throws for it. */
  follow(signal: AbortSignal): Promise<void>;
  /** The last look, after everything came to rest. */
  finish(): Promise<void>;
}
