import * as z from "zod";
import * as part from "./parts.ts";

const { text, optionalText, count, done } = part;

export const task = {
  task_id: z.string().nullable().describe("ID of the task at the service"),
  status: text("Status in the words of `/v1`: `submitted`, `processing`, `succeed`, `failed`"),
  result_count: z.int().optional().describe("Number of results, where they are neither video nor audio"),
  element_id: optionalText("Element that the task made"),
  element_name: optionalText("Its name"),
  voice_id: optionalText("Voice that the task made"),
  voice_name: optionalText("Its name"),
  deleted: z.literal(true).optional().describe("The voice or element was deleted"),
  video_id: optionalText("ID of the video"),
  duration: optionalText("Length of the video in seconds, as the service writes it"),
  video_url: optionalText("With `--verbose`. Anyone who has a link can read the file"),
  watermark_url: optionalText("With `--verbose`"),
  audio_mp3_url: optionalText("With `--verbose`"),
  audio_wav_url: optionalText("With `--verbose`"),
  results: z.array(z.looseObject({})).optional().describe("With `--verbose`: every result with its links"),
  external_task_id: optionalText("External ID"),
};

export const taskList = z.object({
  ...done,
  tasks: z.array(
    z.object({
      task_id: text("ID of the task at the service"),
      status: task.status,
      created_at: z.number().nullable().optional().describe("Unix ms, as the service reports it"),
      age_seconds: z.number().nullable().optional().describe("Seconds since then"),
      external_task_id: z.string().nullable().optional().describe("External ID"),
      type: z.string().nullable().optional().describe("Type of the task"),
      prompt: z.string().nullable().optional().describe("Prompt, where a job of this machine knows it"),
      job: z.string().nullable().optional().describe("Job of this machine's store"),
      video_id: z.string().optional().describe("Video that another command takes"),
      voice_id: z.string().nullable().optional(),
      voice_name: z.string().nullable().optional(),
      element_id: z.string().nullable().optional(),
      element_name: z.string().nullable().optional(),
      deleted: z.boolean().nullable().optional(),
    }),
  ),
  count: count("Number of tasks"),
  has_more: z.boolean().describe("The next page may have older ones: `--page`"),
});

export const waited = z.object({
  ...done,
  ...task,
  job: optionalText("ID of the job"),
  file: z.string().nullable().optional().describe("The first file, where the job is done"),
  file_exists: z.boolean().optional().describe("False where the file was deleted or moved; with `file`"),
  files: z.array(part.file).optional().describe("Every result, where the job is done"),
});

const { success: _, ...rowOfWait } = waited.shape;

export const waitedForSeveral = z.object({
  success: z.boolean().describe("Whether all succeeded"),
  tasks: z.array(
    z.object({
      id: text("ID as it was given"),
      ...rowOfWait,
      status: text("Status of the task, or state of the job without one"),
      error: z.object({ code: z.string(), message: z.string() }).optional().describe("Why it is no success"),
    }),
  ),
  count: count("Number of IDs"),
});

export const downloaded = z.object({
  ...done,
  task_id: text("ID of the task at the service"),
  file: optionalText("The file; without `--all`"),
  bytes: count("Its size").optional(),
  sha256: optionalText("Its hash"),
  already_existed: z
    .literal(true)
    .optional()
    .describe("A file of the same content had the name; it was left as it is"),
  warning: optionalText("What is probably not meant"),
  files: z.array(z.looseObject({})).optional().describe("With `--all`: the same of every file"),
});
