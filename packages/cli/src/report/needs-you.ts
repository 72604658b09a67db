import type { ReportJob } from "./report-data.ts";

/** Nothing is left to do for a job that ended and that a later run replaced, unless that one failed, too. */
export const needsYou = ({ isFailed, isReplaceable, newer }: ReportJob): boolean =>
  isFailed && (!isReplaceable || newer === undefined || newer.isFailed);
