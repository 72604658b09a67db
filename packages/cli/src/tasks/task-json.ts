import { KLING_FAMILIES, type TaskStatus } from "@klingkit/spec/plain";
import type { TaskResult, TaskSnapshot } from "klingkit";
import type { TaskType } from "../session/task-types.ts";

/** Status words of the legacy family, whatever the family of the task; unknown words stay as they came. */
export function statusWord({
  status,
  rawStatus,
}: {
  readonly status: TaskStatus;
  readonly rawStatus: string;
}): string {
  return status === "unknown" || status === "canceled"
    ? rawStatus
    : KLING_FAMILIES.legacy.statusWords[status];
}

const optional = (key: string, value: unknown): Readonly<Record<string, unknown>> =>
  value === undefined || value === null || value === "" ? {} : { [key]: value };

export interface TaskJsonOptions {
  readonly type: TaskType | undefined;
  /** Without it no URLs. */
  readonly verbose?: boolean | undefined;
}

/** Voice or element that a task has made, which other commands take by its id. */
export function entryJson({ voices, elements }: Pick<TaskSnapshot, "voices" | "elements">): EntryJson {
  const [element] = elements;
  const voice = voices[0] ?? element?.voice;
  const isDeleted = (element ?? voice)?.isDeleted;
  return {
    ...(element ? { element_id: element.id } : {}),
    ...(element?.name === undefined ? {} : { element_name: element.name }),
    ...(voice ? { voice_id: voice.id } : {}),
    ...(voice?.name === undefined ? {} : { voice_name: voice.name }),
    ...(isDeleted ? { deleted: isDeleted } : {}),
  };
}

export interface EntryJson {
  readonly element_id?: string;
  readonly element_name?: string;
  /** Also the one that an element speaks with. */
  readonly voice_id?: string;
  readonly voice_name?: string;
  readonly deleted?: true;
}

const resultJson = ({ kind, id, name, links }: TaskResult) => ({
  kind,
  ...optional("id", id),
  ...optional("name", name),
  links: links.map(({ url, format, variant }) => ({
    url,
    ...optional("format", format),
    ...optional("variant", variant),
  })),
});

/** Result of `status`: the keys and their order are fixed. */
export function taskJson(
  task: TaskSnapshot,
  { type, verbose }: TaskJsonOptions,
): Readonly<Record<string, unknown>> {
  const head = { success: true, task_id: task.taskId, status: statusWord(task) };
  const tail = optional("external_task_id", task.externalTaskId);
  if (task.status !== "succeeded") return { ...head, ...tail };
  const [video] = task.videos;
  const [audio] = task.audios;
  const isSound = type === "add-sound" || audio !== undefined;
  const isPlain = video === undefined && !isSound;
  return {
    ...head,
    ...(isPlain ? { result_count: task.results.length } : {}),
    ...entryJson(task),
    ...(isSound ? {} : { ...optional("video_id", video?.id), ...optional("duration", video?.durationText) }),
    ...(verbose
      ? {
          ...optional("video_url", video?.url),
          ...optional("watermark_url", video?.watermarkUrl),
          ...optional("audio_mp3_url", audio?.mp3Url),
          ...optional("audio_wav_url", audio?.wavUrl),
          ...(isPlain ? { results: task.results.map(resultJson) } : {}),
        }
      : {}),
    ...tail,
  };
}
