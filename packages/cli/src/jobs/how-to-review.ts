import type { Job } from "@klingkit/engine";
import { findCreate } from "@klingkit/spec";
import { isEmbeddedAccount } from "../session/embedded-account.ts";
import { commandAt, type Place, resumeCommand, statusCommand } from "../session/next-commands.ts";
import { typeOfRoute } from "../session/task-types.ts";
import { FIRST_SERVICE } from "./service-registry.ts";

/** What a person does next, and the command for it; without one it is done at the console of the service. */
export interface ReviewStep {
  readonly text: string;
  readonly command?: string;
}

type Unknown = Pick<Job, "id" | "routeId" | "provider" | "account" | "externalId"> &
  Partial<Pick<Job, "error">>;

/** Of an operation that answers with its result there is no task to look for. */
const answersAtOnce = ({ routeId }: Pick<Job, "routeId">): boolean => findCreate(routeId)?.answer === "now";

/** How a job is resolved that is `unknown`, in this order. */
export function reviewSteps(job: Unknown, place: Place = {}): readonly ReviewStep[] {
  const { id } = job;
  const review = commandAt(`kling jobs review ${id} --not-bought`, place);
  const adoptOf = (taskId: string) => commandAt(`kling jobs adopt ${id} ${taskId}`, place);
  if (answersAtOnce(job))
    return [
      // `account reconcile` lists charges that no job has, of some with the ID of a task.
      { text: "Look for the charge with `kling account reconcile`, or at the console of the service" },
      { text: "If it names a task ID, attach it", command: adoptOf("TASK_ID") },
      { text: "If there is no charge, release the units", command: review },
    ];
  const { foundTaskId } = job.error ?? {};
  if (foundTaskId !== undefined)
    return [
      { text: "If the task is yours, attach it", command: adoptOf(foundTaskId) },
      { text: "If it is not, nothing was bought: release the units", command: review },
    ];
  const key = keyOf(job);
  const adopt = adoptOf("TASK_ID");
  return [
    // Within the time for which the engine trusts a key: later the same run might buy.
    ...(job.error?.code === "key_reused"
      ? [
          {
            text: "If it was bought with --listen less than 24 hours ago, run its batch again at once with the same --listen and --public-url and a new --store: this downloads it, and is not charged again while Higgsfield remembers the key, for a time that is not published",
          },
        ]
      : []),
    ...(key !== undefined
      ? [
          { text: "Look for the task", command: lookUpCommand(key, job, place) },
          { text: "If the command finds it, continue the job", command: resumeCommand(place) },
          { text: "If it is only at the console of the service, attach it", command: adopt },
        ]
      : [
          { text: "Look for the task at the console of the service" },
          { text: "If it exists, attach it", command: adopt },
        ]),
    { text: "If you are sure that no task exists, release the units", command: review },
  ];
}

/** By what its task can be looked up. A temporary emulator has ended, Higgsfield has no look-up by key, and some creates take none. */
function keyOf({ provider, account, externalId }: Unknown): string | undefined {
  return provider === FIRST_SERVICE && !isEmbeddedAccount(account) ? externalId : undefined;
}

const lookUpCommand = (id: string, { routeId }: Unknown, connection: Place): string =>
  statusCommand({ id, isExternal: true, type: typeOfRoute(routeId), connection });

/** The steps as sentences. */
export const howToReview = (job: Unknown, place?: Place): string =>
  reviewSteps(job, place)
    .map(({ text, command }) => (command === undefined ? `${text}.` : `${text}: \`${command}\`.`))
    .join(" ");
