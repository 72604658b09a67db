import { CLIENT_REPORT, FILE_REPORT, RUN_REPORT } from "../session/report-name.ts";

/** Names of reports, by what they are about. What is in capitals stands for a value. */
export const REPORT_NAMES = {
  run: RUN_REPORT,
  file: FILE_REPORT,
  purpose: "report-PURPOSE-all-runs.html",
  client: CLIENT_REPORT,
} as const;

/** Stands for a purpose where none was given. */
export const NO_PURPOSE = "clips";

/** A name with its value. */
export const reportName = (kind: keyof typeof REPORT_NAMES, value: string): string =>
  REPORT_NAMES[kind].replace(/[A-Z]+/, () => value);
