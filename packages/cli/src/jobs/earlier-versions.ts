import { dirname, resolve } from "node:path";
import {
  type Job,
  type JobClient,
  type JobName,
  type Plan,
  type PlanPreview,
  WORK_STATES,
} from "@klingkit/engine";
import { commandAt, type Place, resumeCommand } from "../session/next-commands.ts";
import { countOf } from "../terminal/count-of.ts";
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
      folders: new Set(plan.jobs.map(({ output }) => dirname(resolve(outputDir, output)))),
      known: new Set(preview.earlier.flatMap((job) => job?.batchId ?? [])),
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
  const [folders, known] = [new Set<string>(), new Set<string>()];
  for await (const page of readJobPages(rest.jobClient, listed))
    for (const { filePath, batchId } of page) {
      folders.add(dirname(filePath));
      known.add(batchId);
    }
  return warnOf({ ...rest, purpose, names: new Set(listed.map(({ name }) => name)), folders, known }, place);
}

interface Warning {
  readonly message: string;
}

interface Looks extends Pick<FileToRun, "jobClient" | "services"> {
  readonly purpose: string;
  readonly names: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /** Batches that jobs of the file belong to. */
  readonly known: ReadonlySet<string>;
}

/**
 * Warns of unfinished runs which look like earlier versions of a file of which no request is left: jobs of one purpose, with names of
 * the file and results in its folder. They may as well be those of another file, so that a run leaves them alone.
 */
async function warnOf(
  { purpose, names, folders, known, jobClient, services }: Looks,
  place: Place & { readonly detach?: boolean },
): Promise<readonly Warning[]> {
  const accounts = accountsOf(services);
  const unfinished = await jobClient.jobs({ purpose, accounts, states: WORK_STATES });
  const batchIds = new Set(
    unfinished.flatMap(({ batchId, name, filePath }) =>
      !known.has(batchId) && names.has(name) && folders.has(dirname(filePath)) ? [batchId] : [],
    ),
  );
  const read = (batchId: string, states: readonly Job["state"][]) =>
    jobClient.jobNames({ batchId, accounts, states, limit: MOST_JOBS }).then(oldestFirst);
  return Promise.all(
    [...batchIds].map(async (batchId) => {
      const jobs = { all: await read(batchId, WORK_STATES), unsent: await read(batchId, ["approved"]) };
      return { message: messageOf(batchId, jobs, place) };
    }),
  );
}

interface VersionJobs {
  readonly all: readonly JobName[];
  readonly unsent: readonly JobName[];
}

function messageOf(
  batchId: string,
  { all, unsent }: VersionJobs,
  place: Place & { readonly detach?: boolean },
): string {
  const isOne = all.length === 1;
  const subject = `${countOf(all.length, "request")} of an earlier run for this purpose (batch ${batchId}) ${isOne ? "is" : "are"} not finished: ${namesOf(all)}. ${isOne ? "It is" : "They are"} ${NOT_IN_FILE}.`;
  const [first] = unsent;
  const buying = first ? ", which buys what was not sent" : "";
  const finish = place.detach
    ? `A worker finishes ${isOne ? "it" : "them"}, too${buying}.`
    : `This run leaves ${isOne ? "it" : "them"} alone. To finish ${isOne ? "it" : "them"}${buying}, run \`${resumeCommand(place, batchId)}\`.`;
  const cancel = first
    ? ` To give ${unsent.length === 1 ? "that" : "one"} up, run \`${commandAt(`kling jobs cancel ${first.id}`, place)}\`.`
    : "";
  return `${subject} ${finish}${cancel}`;
}
