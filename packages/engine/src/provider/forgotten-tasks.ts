import { askEmulator } from "./ask-emulator.ts";
import type { ReadAnswer, TaskRef } from "./provider.ts";
import type { ServiceNowOptions } from "./service-now.ts";

const FORGOTTEN: ReadAnswer = {
  kind: "expired",
  message:
    "the emulator no longer knows the task: an emulator that is restarted without its data has no tasks",
};

/**
 * Tells the tasks that an emulator has forgotten, and never finds again, from those that one of its faults hides: of an absent
 * task it is asked whether it has it.
 */
export function createForgottenTasks({
  client,
  spendsMoney,
  fetch = globalThis.fetch,
}: Pick<ServiceNowOptions, "spendsMoney" | "fetch"> & { readonly client: { readonly baseUrl: string } }) {
  async function judge(answer: ReadAnswer | undefined, { taskId }: TaskRef): Promise<ReadAnswer> {
    if (answer?.kind !== "absent" || taskId === undefined) return answer ?? { kind: "absent" };
    // One that does not respond tells nothing.
    const found = await askEmulator({ fetch, taskId }, client.baseUrl).catch(() => undefined);
    return found?.hasTask === false ? FORGOTTEN : answer;
  }
  return async (refs: readonly TaskRef[], answers: readonly ReadAnswer[]): Promise<readonly ReadAnswer[]> =>
    spendsMoney ? answers : Promise.all(refs.map((ref, at) => judge(answers[at], ref)));
}
