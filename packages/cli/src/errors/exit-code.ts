/** Exit codes of `kling`. They are documented and stable. */
export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  refused: 3,
  authentication: 4,
  taskFailed: 6,
  contentPolicy: 7,
  stillPending: 8,
  unknownOutcome: 9,
  /** `kling plan --detailed-exitcode`: the plan is sound and has something to buy. */
  hasWork: 20,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Codes of failed tasks, by what they would have made. */
const FAILURE_CODES = [
  "video_failed",
  "image_failed",
  "audio_failed",
  "tts_failed",
  "voice_failed",
  "element_failed",
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

const BY_CODE: Readonly<Record<string, ExitCode>> = {
  approval_required: EXIT.refused,
  budget_exceeded: EXIT.refused,
  missing_api_key: EXIT.authentication,
  invalid_api_key: EXIT.authentication,
  auth_error: EXIT.authentication,
  ...Object.fromEntries(FAILURE_CODES.map((code) => [code, EXIT.taskFailed])),
  content_policy: EXIT.contentPolicy,
  still_pending: EXIT.stillPending,
  unknown_outcome: EXIT.unknownOutcome,
  jobs_unknown: EXIT.unknownOutcome,
  jobs_failed: EXIT.taskFailed,
  interrupted: EXIT.interrupted,
};

/** Exit codes of one reason, with which a batch ends if it keeps all its jobs from their results: one remedy helps them all. */
export const SHARED_EXITS: readonly ExitCode[] = [EXIT.authentication, EXIT.contentPolicy];

/** Exit code of an error code; 1 for those that have no exit code of their own. */
export function exitCodeOf(code: string): ExitCode {
  return BY_CODE[code] ?? EXIT.failure;
}
