import { ERROR_TABLE, ERROR_TABLE_SOURCE } from "@klingkit/spec";
import { page, printSource, table } from "../markdown.ts";

export function printErrorsPage(): string {
  const rows = ERROR_TABLE.map((row) => [
    row.code,
    row.httpStatus,
    row.class,
    row.meaning,
    row.isRetryable ? "yes" : "no",
    row.mayHaveCharged,
    row.remedy,
  ]);
  return page("Business codes", [
    "The service puts one of these codes into every answer. `code` 0 is success; any other code is a failure at whatever HTTP status.",
    "*Retry* says whether the same request can succeed later. *May have charged* says whether a create answered like this may have made a task: only after a plain `no` is a create sent again without looking the task up first.",
    table(["Code", "HTTP", "Class", "Meaning", "Retry", "May have charged", "What to do"], rows),
    `Source: ${printSource(ERROR_TABLE_SOURCE)}.`,
  ]);
}
