/** Fields of a listed task, which `--json a,b` may name. */
export const LIST_FIELDS = [
  "task_id",
  "status",
  "created_at",
  "age_seconds",
  "external_task_id",
  "type",
  "prompt",
  "job",
  "video_id",
  "voice_id",
  "voice_name",
  "element_id",
  "element_name",
  "deleted",
] as const;
