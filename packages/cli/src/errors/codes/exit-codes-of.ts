import { EXIT, type ExitCode, exitCodeOf, SHARED_EXITS } from "../exit-code.ts";

/** Wrong usage where the file or option was typed wrong, or the plan cannot be made here, and 1 where the service or the store refused. */
const TYPED_OR_REFUSED: readonly ExitCode[] = [EXIT.failure, EXIT.usage];

/** Codes that do not end as their group does, or in several ways. The tests of the command line compare each end with this list. */
const OWN: Readonly<Record<string, readonly ExitCode[]>> = {
  doctor_failed: [EXIT.failure, EXIT.authentication],
  face_needed: [EXIT.usage],
  file_not_found: TYPED_OR_REFUSED,
  frame_decoder_missing: TYPED_OR_REFUSED,
  frame_decoder_timeout: TYPED_OR_REFUSED,
  frame_decoder_unusable: TYPED_OR_REFUSED,
  image_read_error: TYPED_OR_REFUSED,
  insecure_base_url: TYPED_OR_REFUSED,
  invalid_request: TYPED_OR_REFUSED,
  jobs_failed: [EXIT.taskFailed, ...SHARED_EXITS],
  jobs_held: [EXIT.failure, EXIT.refused, EXIT.authentication],
  not_set: [EXIT.failure],
  output_taken: TYPED_OR_REFUSED,
  plan_stale: TYPED_OR_REFUSED,
  result_gone: [EXIT.failure],
  store_address_invalid: TYPED_OR_REFUSED,
  write_error: TYPED_OR_REFUSED,
};

const USAGE_GROUPS: readonly string[] = ["usage", "plan"];
const COMMAND_GROUPS: readonly string[] = ["command", "store", "frame"];

/**
 * Exit codes that a command may end with for an error code of a group; none for groups of other programs, and for codes that only jobs
 * have: the end of a run has a code of its own, such as `jobs_failed`.
 */
export function exitCodesOf({
  group,
  code,
}: {
  readonly group: string;
  readonly code: string;
}): readonly ExitCode[] {
  const own = OWN[code];
  if (own) return own;
  if (USAGE_GROUPS.includes(group)) return [EXIT.usage];
  return COMMAND_GROUPS.includes(group) ? [exitCodeOf(code)] : [];
}
