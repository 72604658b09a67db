import { identifyFace } from "@klingkit/spec";
import type { VideoPlan } from "../../media/index.ts";
import type { Account } from "../../world/accounts/account.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import type { World } from "../../world/world.ts";
import { parentVideoOf } from "../renderings/faces.ts";
import type { KlingState } from "../state.ts";
import { videoSize } from "./picture-size.ts";

const HOUR_MS = 3_600_000;

/** A video whose faces were found. The record of the call that found them keeps it: its id is that of the session. */
export interface FaceSession {
  readonly task: TaskRecord;
  readonly video: VideoPlan;
}

/** The session of a lip sync; undefined where the account has none of that id, or its time is over. */
export function findSession(
  { tasks, clock, settings }: Pick<World, "tasks" | "clock"> & Pick<KlingState, "settings">,
  account: Account,
  id: string,
): FaceSession | undefined {
  const task = tasks.find(id);
  if (!task || task.account !== account.name || task.operationId !== identifyFace.create.id) return undefined;
  const { faceSessionHours } = settings.switches;
  if (clock.nowMs() - task.createdAtMs >= faceSessionHours * HOUR_MS) return undefined;
  const durationSeconds = Number(parentVideoOf(task)["duration"] ?? 0);
  const video = { kind: "video" as const, ...videoSize({}, undefined), durationSeconds, hasAudio: false };
  return { task, video };
}
