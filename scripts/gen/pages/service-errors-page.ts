import { ERROR_TABLE, ERROR_TABLE_SOURCE, type ErrorRow } from "@klingkit/spec";
import { page, printSource, table } from "../markdown.ts";

const remedyOf = ({ remedy, isRetryable }: ErrorRow): string =>
  remedy || (isRetryable ? "read: try again; create: look the task up first" : "nothing to do");

export function printServiceErrorsPage(): string {
  const rows = ERROR_TABLE.map((row) => [
    row.code,
    row.httpStatus,
    row.class,
    row.meaning,
    row.isRetryable ? "yes" : "no",
    row.mayHaveCharged,
    remedyOf(row),
  ]);
  return page("Error codes of Kling", [
    "Kling puts one of these codes into every response. `code` 0 is success; any other code is a failure at whatever HTTP status.",
    "*Retry* says whether the same request can succeed later. *May have charged* says whether Kling may have created a task although it responded with this code. Only after a `no` does klingkit send a create request again without looking the task up first. Codes of klingkit itself are in [exit and error codes](exit-and-error-codes.md).",
    table(["Code", "HTTP", "Class", "Meaning", "Retry", "May have charged", "What to do"], rows),
    `Source: ${printSource(ERROR_TABLE_SOURCE)}.`,
  ]);
}
