import { findOperation, OPERATIONS, type Operation, suggest } from "@klingkit/spec";
import { findHiggsfieldCreate, HIGGSFIELD_CREATES, type HiggsfieldCreate } from "@klingkit/spec/higgsfield";
import { usageError } from "../../errors/cli-error.ts";

/** What `kling call` reaches. */
export type CallableOperation = Operation | HiggsfieldCreate;

/** The operation of this id. Throws `unknown_operation`, with the id that was probably meant. */
export function requireOperation(id: string): CallableOperation {
  const operation = findOperation(id) ?? findHiggsfieldCreate(id);
  if (operation) return operation;
  const meant = suggest(
    id,
    [...OPERATIONS, ...HIGGSFIELD_CREATES].map((one) => one.id),
  );
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  throw usageError(
    "unknown_operation",
    `There is no operation '${id}'.${hint} \`kling operations\` lists all. Nothing was sent.`,
  );
}
