import { isAdoptedRoute, isFetching, type Job, type JobHistory } from "@klingkit/engine";
import { isEmbeddedAccount } from "../session/embedded-account.ts";
import { commandAt, type Place, POLICY_FILE, resumeCommand } from "../session/next-commands.ts";
import { isCanceledWithParent } from "./canceled-with-parent.ts";
import { reviewSteps } from "./how-to-review.ts";
import { ADOPTED, ADVICE, commandOf, remedyOf, unlessBoughtAgain } from "./remedy.ts";
import { isOnItsWay } from "./state-words.ts";

/** What a person does: a text, a command, or both. */
export interface NextStep {
  readonly text?: string;
  readonly command?: string;
}

/** Where commands about the job lead, and within which limits those that buy do. */
export const placeOf = (
  { account, approval }: Pick<Job, "account"> & Pick<JobHistory, "approval">,
  store: string | undefined,
): Place => ({
  ...(store === undefined ? {} : { store }),
  // Without the flag the command would go to the real service.
  ...(isEmbeddedAccount(account) ? { emulated: true } : {}),
  // Without the policy that approved it, its limits would not hold.
  ...(approval?.via === "policy" ? { policy: POLICY_FILE } : {}),
});

export const showCommand = ({ id }: Pick<Job, "id">, place: Place): string =>
  commandAt(`kling jobs show ${id}`, place);

/**
 * What helps a job that has no file; empty for one that needs nobody. `isAttended`: a process works on the jobs of the store. Default
 * true.
 */
export function nextSteps(job: Job, nowMs: number, place: Place, isAttended = true): readonly NextStep[] {
  if (job.state === "unknown") return reviewSteps(job, place);
  if (ENDED.includes(job.state) && isAdoptedRoute(job.routeId)) return [{ text: ADOPTED }];
  if (job.state === "canceled") return isCanceledWithParent(job) ? [] : [canceledStep(job, place)];
  const command = commandFor(job, nowMs, place);
  if (command === undefined)
    return isAttended || !isOnItsWay(job)
      ? []
      : [{ text: "No process is running it." }, { command: resumeCommand(place) }];
  const behind = stepsBehind(job, place);
  if (behind) return behind;
  const advice = adviceOf(job);
  return [...(advice === undefined ? [] : [{ text: advice }]), { command }];
}

/** Ended at the service, or refused by it, without the result. */
export const ENDED: readonly Job["state"][] = ["failed", "expired", "rejected"];

/** Whoever canceled it may want it after all. */
const canceledStep = ({ id }: Job, place: Place): NextStep => ({
  text: "It was canceled. To buy it",
  command: commandAt(`kling jobs retry ${id}`, place),
});

/** The result that it takes is gone: the job that made it is bought again first. Undefined where it takes several. */
function stepsBehind(job: Job, place: Place): readonly NextStep[] | undefined {
  const [parent, ...more] = job.needs ?? [];
  if (!ENDED.includes(job.state) || remedyOf(job) !== "parent" || !parent || more.length > 0)
    return undefined;
  const retry = (id: string) => commandAt(`kling jobs retry ${id}`, place);
  return [
    { text: unlessBoughtAgain(parent), command: retry(parent.id) },
    { text: "Then", command: retry(job.id) },
  ];
}

function adviceOf(job: Job): string | undefined {
  const remedy = ENDED.includes(job.state) ? remedyOf(job) : "retry";
  return remedy === "retry" ? undefined : ADVICE[remedy];
}

function commandFor(job: Job, nowMs: number, place: Place): string | undefined {
  const { state, waitsFor, error } = job;
  switch (state) {
    case "failed":
    case "expired":
    case "rejected":
      return commandAt(commandOf(job), place);
    case "succeeded":
      if (isFetching(job, nowMs)) return undefined;
      return waitsFor === "link" && error?.host !== undefined
        ? resumeCommand({ ...place, allowHost: [error.host] })
        : resumeCommand(place);
    case "approved":
      if (waitsFor === "budget") return resumeCommand({ ...place, policy: POLICY_FILE });
      return waitsFor === "pool" ? resumeCommand(place) : undefined;
    default:
      return undefined;
  }
}
