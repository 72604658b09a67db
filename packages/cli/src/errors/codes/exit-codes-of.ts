import { EXIT, type ExitCode, exitCodeOf } from "../exit-code.ts";

/** Codes of the command line that end with 2 where the file or option was typed wrong, and with 1 where the service or the store refused. */
const BOTH: readonly string[] = [
  "file_not_found",
  "image_read_error",
  "invalid_request",
  "store_address_invalid",
  "write_error",
];

const USAGE_GROUPS: readonly string[] = ["usage", "plan"];
const COMMAND_GROUPS: readonly string[] = ["command", "store", "frame", "job"];

/** Exit codes that a command may end with for an error code of a group; none for groups of other programs. */
export function exitCodesOf({
  group,
  code,
}: {
  readonly group: string;
  readonly code: string;
}): readonly ExitCode[] {
  if (BOTH.includes(code)) return [EXIT.failure, EXIT.usage];
  if (USAGE_GROUPS.includes(group)) return [EXIT.usage];
  return COMMAND_GROUPS.includes(group) ? [exitCodeOf(code)] : [];
}
