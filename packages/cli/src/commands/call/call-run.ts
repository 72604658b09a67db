import {
  isCreate,
  isJsonObject,
  isPublicHostname,
  isWrite,
  type JsonObject,
  type ReadOperation,
  type WriteOperation,
} from "@klingkit/spec";
import { checkWrite, createKlingClient } from "klingkit/client";
import { createKlingReads } from "klingkit/reads";
import { higgsfieldBody, klingBody } from "../../create/body.ts";
import { runBodyCreate } from "../../create/body-create.ts";
import type { CreateOptions } from "../../create/create-options.ts";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { clientOptions } from "../../session/client-options.ts";
import { readText } from "../../session/read-text.ts";
import { readSettings } from "../../session/settings.ts";
import { printResult } from "../../terminal/output.ts";
import type { Style } from "../../terminal/style.ts";
import { showWarnings, warningsJson } from "../../terminal/warnings.ts";
import { drawLibrary } from "./draw-library.ts";
import { inputOf } from "./fields-of-operation.ts";
import { readFields } from "./read-fields.ts";
import { requireOperation } from "./require-operation.ts";
import { withTextIds } from "./text-ids.ts";

export interface CallOptions extends CreateOptions {
  /** A file, or `-`. */
  readonly body?: string;
}

/** `kling call OPERATION`. */
export const runCall = (
  id: string,
  words: readonly string[],
  options: CallOptions,
  deps: Deps,
): Promise<void> => runOperation(deps, options, { id, words });

export interface OperationCall {
  readonly id: string;
  /** `--field value`, and bare words where `operand` names a field. */
  readonly words: readonly string[];
  /** Field that a bare word fills. */
  readonly operand?: string | undefined;
}

/** Calls one operation: what reads or writes is sent at once, what spends is planned and bought as a job. */
export async function runOperation(deps: Deps, options: CallOptions, call: OperationCall): Promise<void> {
  const operation = requireOperation(call.id);
  const body = await readCallBody(deps, options, call);
  if (operation.family === "models")
    return runBodyCreate(deps, options, { operation: higgsfieldBody(operation), body });
  if (isCreate(operation)) return runBodyCreate(deps, options, { operation: klingBody(operation), body });
  if (isWrite(operation)) await runWrite(deps, options, { operation, body });
  else await runRead(deps, options, { operation, input: body });
}

/** The body that words and `--body` write. */
export async function readCallBody(
  deps: Deps,
  options: CallOptions,
  { id, words, operand }: OperationCall,
): Promise<JsonObject> {
  const base = options.body === undefined ? {} : await readBody(deps, options.body);
  return readFields(words, { schema: inputOf(requireOperation(id)), base, operand });
}

async function readBody(deps: Deps, file: string): Promise<JsonObject> {
  const codes = { missing: "body_error", unreadable: "body_error" } as const;
  const text =
    file === "-"
      ? await deps.io.stdin.readAll(deps.signal)
      : await readText(deps, { file, what: "--body", codes });
  const value = parseJson(text);
  if (isJsonObject(value)) return value;
  throw usageError("body_error", `--body: '${file}' is not a JSON object. Nothing was sent.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Read {
  readonly operation: ReadOperation;
  readonly input: JsonObject;
}

async function runRead(deps: Deps, options: CallOptions, { operation, input }: Read): Promise<void> {
  const { id, ...rest } = input;
  const params = operation.path.includes("{id}") ? { id: pathId(operation, id) } : undefined;
  const given = params ? rest : input;
  if (options.dryRun) {
    printUnsent(deps, options, operation, input);
    return;
  }
  const kling = createKlingReads(clientOptions(deps, readSettings(deps, options)));
  const answer = await kling.read(operation, {
    ...(params ? { params } : {}),
    ...(operation.method === "GET" ? { query: queryOf(given) } : { body: given }),
    signal: deps.signal,
  });
  const data = withTextIds(answer);
  const result = { success: true, operation: operation.id, data };
  printResult(
    deps,
    options,
    result,
    (style) => drawLibrary(style, data) ?? `${JSON.stringify(data, undefined, 2)}\n`,
  );
}

interface Write {
  readonly operation: WriteOperation;
  readonly body: JsonObject;
}

/** What costs nothing needs no approval. */
async function runWrite(deps: Deps, options: CallOptions, { operation, body }: Write): Promise<void> {
  if (options.dryRun) {
    const { value } = readSettings(deps, options).baseUrl;
    showWarnings(
      deps,
      options,
      checkWrite(operation, body, { isLocalService: !isPublicHostname(new URL(value).hostname) }),
    );
    printUnsent(deps, options, operation, body);
    return;
  }
  const kling = createKlingClient(clientOptions(deps, readSettings(deps, options)));
  const { data, warnings } = await kling.write(operation, body, { signal: deps.signal });
  showWarnings(deps, options, warnings);
  const answer = data === undefined ? {} : { data: withTextIds(data) };
  const deleted = operation.action === "delete" ? { deleted: body } : {};
  const result = { success: true, operation: operation.id, ...deleted, ...answer, ...warningsJson(warnings) };
  printResult(deps, options, result, (style) => writtenText(style, operation, { body, data }));
}

function writtenText(
  style: Style,
  { action, title }: WriteOperation,
  { body, data }: { readonly body: JsonObject; readonly data: unknown },
): string {
  if (action === "delete")
    return `${style.good("deleted")} ${Object.entries(body).map(fieldText).join(", ")}\n`;
  return data === undefined ? `${title}: done.\n` : `${JSON.stringify(data, undefined, 2)}\n`;
}

/** `voice 850087542757535834` */
const fieldText = ([field, value]: readonly [string, unknown]): string =>
  `${field.replace(/_id$/, "").replaceAll("_", " ")} ${String(value)}`;

function printUnsent(
  deps: Deps,
  options: CallOptions,
  { id, method, path }: ReadOperation | WriteOperation,
  input: JsonObject,
): void {
  const result = { success: true, dry_run: true, operation: id, method, path, input };
  printResult(deps, options, result, () => `${JSON.stringify(result, undefined, 2)}\n`);
}

function pathId({ id: operationId }: ReadOperation, id: unknown): string {
  if (typeof id === "string" && id.trim() !== "") return id;
  throw usageError("missing_task_id", `--id: ${operationId} needs an id. Nothing was sent.`);
}

function queryOf(input: JsonObject): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => [
      key,
      typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value),
    ]),
  );
}
