import { dirname, resolve } from "node:path";
import {
  type Job,
  type JobClient,
  type JobName,
  type Plan,
  type PlanPreview,
  WORK_STATES,
} from "@klingkit/engine";
import { type Place, resumeCommand } from "../session/next-commands.ts";
import { countOf } from "../terminal/count-of.ts";
import { giveUpText } from "./give-up-text.ts";
import { MOST_JOBS, oldestFirst, readJobPages } from "./job-set.ts";
import { namesOf } from "./remedy.ts";
import { NOT_IN_FILE } from "./removed-requests.ts";
import { accountsOf, type Services } from "./service.ts";

export interface FileToRun {
  readonly plan: Plan;
  readonly preview: PlanPreview;
  readonly jobClient: JobClient;
  readonly services: Services;
  /** Where its results go. */
  readonly outputDir: string;
}

interface Warning {
  readonly message: string;
}

/** For a file that is run. */
export const warnEarlierVersions = (
  { plan, preview, outputDir, ...rest }: FileToRun,
  place: Place & { readonly detach?: boolean },
): Promise<readonly Warning[]> =>
  warnOf(
    {
      ...rest,
      purpose: plan.purpose,
      names: new Set(plan.jobs.map(({ name }) => name)),
      hashes: new Set(plan.jobs.map(({ hash }) => hash)),
      folders: new Set(plan.jobs.map(({ output }) => dirname(resolve(outputDir, output)))),
      known: new Set(preview.earlier.flatMap((job) => job?.batchId ?? [])),
      own: new Set(preview.earlier.flatMap((job) => job?.id ?? [])),
    },
    place,
  );

/** For a file whose jobs are continued. */
export async function warnEarlierVersionsOf(
  { listed, ...rest }: Pick<FileToRun, "jobClient" | "services"> & { readonly listed: readonly JobName[] },
  place: Place,
): Promise<readonly Warning[]> {
  const [first] = listed;
  if (first === undefined) return [];
  const { purpose } = await rest.jobClient.job(first.id);
  const [folders, known, hashes] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for await (const page of readJobPages(rest.jobClient, listed))
    for (const { filePath, batchId, planHash } of page) {
      folders.add(dirname(filePath));
      known.add(batchId);
      hashes.add(planHash);
    }
  const names = new Set(listed.map(({ name }) => name));
  const own = new Set(listed.map(({ id }) => id));
  return warnOf({ ...rest, purpose, names, hashes, folders, known, own }, place);
}

interface Looks extends Pick<FileToRun, "jobClient" | "services"> {
  readonly purpose: string;
  readonly names: ReadonlySet<string>;
  /** Requests of the file as they are now. */
  readonly hashes: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /** Batches that jobs of the file belong to. */
  readonly known: ReadonlySet<string>;
  /** Jobs that stand for requests of the file. */
  readonly own: ReadonlySet<string>;
}

/**
 * Warns of unfinished jobs that the run leaves alone: earlier takes of requests of the file, and runs which look like earlier versions
 * of a file of which no request is left, because they have its purpose, names of it and results in its folder. Those may as well be
 * of another file.
 */
async function warnOf(
  { purpose, names, hashes, folders, known, own, jobClient, services }: Looks,
  place: Place & { readonly detach?: boolean },
): Promise<readonly Warning[]> {
  const accounts = accountsOf(services);
  const open = await jobClient.jobNames({ purpose, accounts, states: WORK_STATES, limit: MOST_JOBS });
  const unfinished: Job[] = [];
  // A run that is continued has thousands of its own, which are not read.
  for await (const page of readJobPages(jobClient, oldestFirst(open.filter(({ id }) => !own.has(id)))))
    unfinished.push(...page);
  const isTake = ({ planHash }: Job) => hashes.has(planHash);
  const looksLikeVersion = ({ batchId, name, filePath }: Job) =>
    !known.has(batchId) && names.has(name) && folders.has(dirname(filePath));
  const others = unfinished.filter((job) => !isTake(job));
  const versions = new Set(others.filter(looksLikeVersion).map(({ batchId }) => batchId));
  const takes = [...Map.groupBy(unfinished.filter(isTake), ({ batchId }) => batchId)];
  return [
    ...takes.map(([batchId, jobs]) => ({ message: messageOf(takesText(batchId, jobs), jobs, place) })),
    ...[...versions].map((batchId) => {
      const jobs = others.filter((job) => job.batchId === batchId);
      return { message: messageOf(versionText(batchId, jobs), jobs, place) };
    }),
  ];
}

const takesText = (batchId: string, jobs: readonly Job[]): string =>
  `${countOf(jobs.length, "earlier take")} of requests of this file (batch ${batchId}) ${jobs.length === 1 ? "is" : "are"} not finished: ${namesOf(jobs)}.`;

function versionText(batchId: string, jobs: readonly Job[]): string {
  const isOne = jobs.length === 1;
  return `${countOf(jobs.length, "request")} of an earlier run for this purpose (batch ${batchId}) ${isOne ? "is" : "are"} not finished: ${namesOf(jobs)}. ${isOne ? "It is" : "They are"} ${NOT_IN_FILE}.`;
}

function messageOf(
  subject: string,
  jobs: readonly Job[],
  place: Place & { readonly detach?: boolean },
): string {
  const them = jobs.length === 1 ? "it" : "them";
  const unsent = jobs.filter(({ state }) => state === "approved");
  const buying = unsent.length > 0 ? ", which buys what was not sent" : "";
  const finish = place.detach
    ? `A worker finishes ${them}, too${buying}.`
    : `This run leaves ${them} alone. To finish ${them}${buying}, run \`${resumeCommand(place, jobs[0]?.batchId)}\`.`;
  const cancel = unsent.length > 0 ? ` ${giveUpText(unsent, place, unsent.length < jobs.length)}` : "";
  return `${subject} ${finish}${cancel}`;
}
