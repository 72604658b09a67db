import { findOperation, OPERATIONS, type Operation, suggest } from "@klingkit/spec";
import { usageError } from "../../errors/cli-error.ts";

/** The operation of this id. Throws `unknown_operation`, with the id that was probably meant. */
export function requireOperation(id: string): Operation {
  const operation = findOperation(id);
  if (operation) return operation;
  const meant = suggest(
    id,
    OPERATIONS.map((one) => one.id),
  );
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  throw usageError(
    "unknown_operation",
    `There is no operation '${id}'.${hint} \`kling operations\` lists all. Nothing was sent.`,
  );
}
