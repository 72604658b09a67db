// Names of reports that help shows, so that they are read at every start; the others are in `report/report-names.ts`.
// What is in capitals stands for a value.
export const RUN_REPORT = "report-BATCH.html";
export const FILE_REPORT = "report-FILE.html";
export const CLIENT_REPORT = "PURPOSE-review.html";
