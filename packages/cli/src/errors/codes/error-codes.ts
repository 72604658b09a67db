import { FRAME_CODES, JOB_CODES, PLAN_CODES, STORE_CODES } from "./engine-codes.ts";
import type { ErrorCodeRow } from "./error-code-row.ts";
import { FAILURE_CODES } from "./failure-codes.ts";
import { DOWNLOAD_CODES, MEDIA_CODES, SDK_CODES } from "./library-codes.ts";
import { ADMIN_CODES, TOOL_CODES, VIDEO_CODES } from "./server-codes.ts";
import { USAGE_CODES } from "./usage-codes.ts";

/** Codes of one part of klingkit, as the reference page lists them. */
export interface ErrorCodeGroup {
  /** Stable, such as `usage`. */
  readonly id: string;
  readonly title: string;
  readonly codes: Readonly<Record<string, ErrorCodeRow>>;
}

/**
 * Every error code of klingkit, typed once: `kling spec errors CODE` and the reference page are made of it. The command line may only throw
 * codes that stand here (`ErrorCode`), and the lists of the libraries must name every code of their types.
 */
export const ERROR_CODE_GROUPS: readonly ErrorCodeGroup[] = [
  { id: "usage", title: "Command line: wrong use", codes: USAGE_CODES },
  { id: "command", title: "Command line: failures", codes: FAILURE_CODES },
  { id: "plan", title: "Batch, plan and policy files", codes: PLAN_CODES },
  { id: "store", title: "Store", codes: STORE_CODES },
  { id: "frame", title: "Last frames", codes: FRAME_CODES },
  { id: "job", title: "Jobs", codes: JOB_CODES },
  { id: "sdk", title: "SDK", codes: SDK_CODES },
  { id: "download", title: "SDK: downloads", codes: DOWNLOAD_CODES },
  { id: "media", title: "SDK: input files", codes: MEDIA_CODES },
  { id: "ai-sdk", title: "AI SDK provider", codes: VIDEO_CODES },
  { id: "mcp", title: "MCP tools", codes: TOOL_CODES },
  { id: "emulator", title: "Emulator: admin API", codes: ADMIN_CODES },
];

/** Codes of failures that may follow from what was typed, too. */
type SharedCode = "file_not_found" | "job_not_found" | "store_address_invalid" | "write_error";

/** Codes of what was typed wrong. */
export type UsageCode = keyof typeof USAGE_CODES | keyof typeof PLAN_CODES | SharedCode;

/** Codes that a command may end with. */
export type ErrorCode =
  | UsageCode
  | keyof typeof FAILURE_CODES
  | keyof typeof STORE_CODES
  | keyof typeof FRAME_CODES
  | keyof typeof JOB_CODES;

export interface FoundErrorCode extends ErrorCodeRow {
  readonly code: string;
  readonly group: ErrorCodeGroup;
}

/** The rows of a code, whatever its case; several where parts of klingkit share it. */
export function findErrorCode(text: string): readonly FoundErrorCode[] {
  const wanted = text.toLowerCase();
  return ERROR_CODE_GROUPS.flatMap((group) =>
    Object.entries(group.codes)
      .filter(([code]) => code.toLowerCase() === wanted)
      .map(([code, row]) => ({ code, group, ...row })),
  );
}
