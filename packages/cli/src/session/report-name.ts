/** Names of reports, for files and for the words about them: of a run, of a batch file, of a purpose, and for a client. */
export const REPORT_NAME = {
  run: (batch: string) => `report-${batch}.html`,
  file: (name: string) => `report-${name}.html`,
  purpose: (purpose: string) => `report-${purpose}-all-runs.html`,
  client: (purpose: string) => `${purpose}-review.html`,
} as const;

/** Stands for a purpose where none was given. */
export const NO_PURPOSE = "clips";
