import type { ReportJob } from "./report-data.ts";

/** Nothing is left to do for a job that a later run replaced, unless that one failed, too. */
export const needsYou = ({ isFailed, newer }: ReportJob): boolean =>
  isFailed && (newer === undefined || newer.isFailed);
