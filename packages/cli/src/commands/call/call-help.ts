import type { Deps } from "../../deps.ts";
import { createStyle } from "../../terminal/style.ts";
import { drawOperation, operationJson } from "./operations-run.ts";
import { requireOperation } from "./require-operation.ts";

/** What the help of `kling call OPERATION` shows of the operation: the table of its fields. */
export const operationHelp = ({ io, env }: Deps, id: string): string =>
  `\n${drawOperation(createStyle(io.stdout, env), requireOperation(id))}`;

/** The same as data. */
export const operationHelpJson = (id: string) => operationJson(requireOperation(id));
