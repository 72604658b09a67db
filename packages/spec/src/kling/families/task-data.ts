import * as z from "zod/mini";
import { decimal, millis, text } from "./answer-fields.ts";

// Shapes of tasks in answers. Loose on purpose: only fields that are used, everything may be missing or null,
// because a parse failure must never lose a paid task.

export const taskOutput = z.looseObject({
  type: text(),
  id: text(),
  url: text(),
  watermark_url: text(),
  duration: decimal(),
  mp3_url: text(),
  wav_url: text(),
  mp3_duration: decimal(),
  wav_duration: decimal(),
});

export const billingEntry = z.looseObject({
  charge_type: text(),
  amount: decimal(),
  package_type: text(),
  cash_type: text(),
  currency: text(),
  list_price: decimal(),
});

/** Task of the standard family, of `/tasks`, and of its callbacks. @source DOC 2026-09, LIVE 2026-09-20 */
export const standardTask = z.looseObject({
  id: z.string(),
  status: z.string(),
  message: text(),
  create_time: millis(),
  update_time: millis(),
  external_id: text(),
  outputs: z.nullish(z.array(taskOutput)),
  billing: z.nullish(z.array(billingEntry)),
});

/** Task of the family of solutions: as the standard one, but one create answers with `task_id`. @source DOC 2026-10 */
export const solutionTask = z.looseObject({
  ...standardTask.shape,
  id: text(),
  task_id: text(),
});

export const legacyVideo = z.looseObject({
  id: text(),
  url: text(),
  watermark_url: text(),
  cover_image_url: text(),
  duration: decimal(),
});

/** Task of the legacy family and of its callbacks. @source DOC-OLD 2026-03, LIVE 2026-03-29 */
export const legacyTask = z.looseObject({
  task_id: z.string(),
  task_status: z.string(),
  task_status_msg: text(),
  task_info: z.nullish(z.looseObject({ external_task_id: text() })),
  task_result: z.nullish(z.looseObject({ videos: z.nullish(z.array(legacyVideo)) })),
  watermark_info: z.nullish(z.looseObject({ enabled: z.nullish(z.boolean()) })),
  final_unit_deduction: decimal(),
  final_balance_deduction: z.nullish(z.looseObject({ quota: decimal(), list_price: decimal() })),
  created_at: millis(),
  updated_at: millis(),
});

/** An element as the library itself is listed. Its id is a number that may exceed 2^53. @source DOC-OLD 2026-02 */
export const libraryElement = z.looseObject({
  element_id: z.union([z.string(), z.number()]),
  element_name: text(),
  element_description: text(),
  owned_by: text(),
});

/** Answer of every call of an editing session. @source DOC 2026-09 */
export const editSession = z.looseObject({
  status: z.number(),
  session_id: text(),
  width: z.nullish(z.number()),
  height: z.nullish(z.number()),
  total_frame: z.nullish(z.number()),
  normalized_video: text(),
  res: z.nullish(z.looseObject({})),
});

/** What the documentation shows of a deletion; the live service leaves it out. @source DOC 2026-10, LIVE 2026-09-20 */
export const deletion = z.optional(z.looseObject({ task_id: text(), task_status: text() }));

/** Results of a call that makes no task. @source DOC 2026-10 (image-recognize) */
export const answerWithoutTask = z.looseObject({
  final_unit_deduction: decimal(),
  final_balance_deduction: z.nullish(z.looseObject({ quota: decimal(), list_price: decimal() })),
  task_result: z.nullish(z.looseObject({})),
});

export const standardTaskList = z.array(standardTask);
export const legacyTaskList = z.array(legacyTask);

/** `result` and `next_cursor` are missing on an empty account. @source LIVE 2026-08-26 */
export const standardTaskPage = z.looseObject({
  result: z.nullish(standardTaskList),
  count: z.nullish(z.number()),
  next_cursor: text(),
  has_more: z.nullish(z.boolean()),
});

/** Envelope of every answer; errors carry no `data`. @source DOC, LIVE */
export const envelope = z.looseObject({
  code: z.number(),
  message: text(),
  request_id: text(),
  data: z.optional(z.unknown()),
});

export type StandardTask = z.infer<typeof standardTask>;
export type LegacyTask = z.infer<typeof legacyTask>;
export type StandardTaskPage = z.infer<typeof standardTaskPage>;
export type Envelope = z.infer<typeof envelope>;
