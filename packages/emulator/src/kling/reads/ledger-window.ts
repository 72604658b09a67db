import {
  dropAbsent,
  findSchemaIssues,
  inputSchemaOf,
  isJsonObject,
  LEDGER_LIMIT,
  type ReadOperation,
  SERVICE_MESSAGES,
} from "@klingkit/spec";
import { type Refusal, refuse } from "../envelope.ts";

const INVALID_PARAMETER = 1201;
const UNREADABLE = 1200;

interface Filter {
  readonly key: string;
  readonly values: readonly string[];
}

/** What a page covers: entry `from` of the list, newest first. A cursor holds all of it, because it makes every other field void. */
export interface LedgerWindow {
  readonly startMs: number;
  readonly endMs: number;
  readonly limit: number;
  readonly filters: readonly Filter[];
  readonly from: number;
}

const invalid = (path: string, value: unknown): Refusal =>
  refuse(INVALID_PARAMETER, SERVICE_MESSAGES.valueInvalid(path, value));

/** What the body of a read of a ledger asks for. */
export function readLedgerWindow(operation: ReadOperation, text: string): LedgerWindow | Refusal {
  let value: unknown;
  try {
    value = JSON.parse(text.trim() === "" ? "{}" : text);
  } catch {
    return refuse(UNREADABLE, SERVICE_MESSAGES.requestUnreadable);
  }
  const body = dropAbsent(value);
  if (!isJsonObject(body)) return refuse(UNREADABLE, SERVICE_MESSAGES.requestUnreadable);
  const { cursor } = body;
  if (typeof cursor === "string") return decodeCursor(cursor) ?? invalid("cursor", cursor);
  return windowOf(operation, body);
}

function windowOf(operation: ReadOperation, body: Readonly<Record<string, unknown>>): LedgerWindow | Refusal {
  // INF: no text was recorded.
  for (const field of ["start_time", "end_time"])
    if (body[field] === undefined) return refuse(INVALID_PARAMETER, `${field}: must not be null`);
  const schema = inputSchemaOf(operation);
  const { filters: given = [], ...rest } = body;
  // An empty list of values is no filter, and is dropped with the other absent fields.
  const filters = (Array.isArray(given) ? given : [given]).filter(
    (filter) => !isJsonObject(filter) || filter["values"] !== undefined,
  );
  const [issue] = schema ? findSchemaIssues(schema, { ...rest, filters }) : [];
  if (issue) {
    const field = String(issue.path[0] ?? "");
    return invalid(field, field === "filters" ? JSON.stringify(filters) : body[field]);
  }
  const [startMs, endMs] = [Number(body["start_time"]), Number(body["end_time"])];
  if (!(startMs < endMs)) return invalid("start_time", body["start_time"]);
  const checked: readonly Filter[] = filters;
  const keys = checked.map(({ key }) => key);
  if (keys.includes("package_name") && keys.includes("package_id"))
    return refuse(INVALID_PARAMETER, SERVICE_MESSAGES.exclusive("package_name", "package_id"));
  const limit = typeof body["limit"] === "number" ? body["limit"] : LEDGER_LIMIT.default;
  return { startMs, endMs, limit, filters: checked, from: 0 };
}

export const encodeCursor = (window: LedgerWindow): string =>
  Buffer.from(JSON.stringify(window)).toString("base64url");

/** Undefined for what is no cursor of ours. */
function decodeCursor(cursor: string): LedgerWindow | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    // Only `encodeCursor` writes objects with these fields.
    return isJsonObject(value) && "from" in value && "filters" in value
      ? (value as unknown as LedgerWindow)
      : undefined;
  } catch {
    return undefined;
  }
}
