import { isJsonObject, type JsonObject, suggest } from "@klingkit/spec";
import { findNamedOperation, namesOfOperations } from "./paid-operation.ts";
import { judgeOperation } from "./plan-operation.ts";
import { extrasOf, type JudgedItem, type RequestItem } from "./request-planner.ts";
import { keepUnread } from "./unread-files.ts";

/** Fields of a request that its operation does not take the place of. */
const OWN_FIELDS: readonly string[] = [
  "name",
  "operation",
  "body",
  "output",
  "inputVideoSeconds",
  "request",
  "isKept",
  "defaulted",
];

/** Whether a request names its operation, or brings a body along, which only an operation has. */
export const isOperationItem = ({ item }: Pick<RequestItem, "item">): boolean =>
  item.operation !== undefined || item.body !== undefined;

/** Plans a request that names its operation and brings the body along. */
export async function judgeOperationItem(item: RequestItem): Promise<JudgedItem> {
  const { name, request: at, operation: named = "", body = {} } = item.item;
  const operation = findNamedOperation(named);
  if (!operation) return { name, request: at, found: [unknownOperation(named)] };
  const found = findMistakes(item);
  const { context, unread } = keepUnread(item.context);
  try {
    const { job, results } = await judgeOperation(
      { name, index: item.index, operation: operation.id, body: withoutTypes(body), ...extrasOf(item) },
      context,
    );
    return { name, request: at, job, results, found };
  } catch (error) {
    if (!isMistake(error)) throw error;
    const files = unread.map(({ error: cause, field }) => ({
      field: `body.${field}`,
      message: cause.message,
      cause,
    }));
    const mistakes = files.length > 0 ? files : [{ field: "body", message: error.message, cause: error }];
    return { name, request: at, found: [...found, ...mistakes] };
  }
}

const withoutTypes = (body: Readonly<Record<string, unknown>>): JsonObject =>
  isJsonObject(body) ? body : {};

function findMistakes({ item, batch }: RequestItem): JudgedItem["found"] {
  const beside = Object.keys(item).filter((field) => !OWN_FIELDS.includes(field));
  const turns = item.isKept ? [] : Object.keys(batch.matrix ?? {});
  return [
    ...beside
      .filter((field) => !turns.includes(field))
      .map((field) => ({ field, message: "is not used beside `operation`. What is sent stands in `body`." })),
    ...(turns.length === 0
      ? []
      : [
          {
            field: "operation",
            message: `cannot be varied by the matrix (${turns.join(", ")}). Put it into a batch of its own.`,
          },
        ]),
  ];
}

function unknownOperation(named: string): JudgedItem["found"][number] {
  const near = suggest(named, namesOfOperations());
  return {
    field: "operation",
    value: named,
    message: `${JSON.stringify(named)} is not an operation that creates something. \`kling operations\` lists the operations.`,
    ...(near === undefined ? {} : { suggestion: near }),
  };
}

const isMistake = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && error.code !== "KLINGKIT_ABORTED";
