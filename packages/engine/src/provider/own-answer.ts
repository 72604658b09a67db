import type { ReadAnswer, TaskRef } from "./provider.ts";

/** A record of another task, such as of a cache that mixes answers up, says nothing about the one that was asked for. */
export function ownAnswer(answer: ReadAnswer, { taskId, externalId }: TaskRef): ReadAnswer {
  if (answer.kind !== "found") return answer;
  const { task } = answer;
  // Where a person has named the task, it may have been made under another key.
  const isOwn =
    taskId === undefined
      ? task.externalId === undefined || task.externalId === externalId
      : task.taskId === taskId;
  if (isOwn) return answer;
  const message = `the read of ${taskId ?? `external id ${externalId}`} was answered with task ${task.taskId}; the response is not used`;
  return { kind: "error", message };
}
