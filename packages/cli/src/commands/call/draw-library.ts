import { isJsonObject, type JsonObject } from "@klingkit/spec";
import type { Style } from "../../terminal/style.ts";
import { formatTable } from "../../terminal/table.ts";

const COLUMNS = [
  { title: "ID" },
  { title: "NAME", min: 8 },
  { title: "DESCRIPTION", min: 12, rank: 2 },
  { title: "OWNER", rank: 1 },
] as const;

/** A list of voices or elements as a table; undefined for other answers. */
export function drawLibrary(style: Style, data: unknown): string | undefined {
  if (!Array.isArray(data)) return undefined;
  const entries = data.filter(isJsonObject).flatMap(entriesOf);
  if (entries.length === 0) return undefined;
  const rows = entries.map((entry) => [
    textOf(entry["voice_id"] ?? entry["element_id"]),
    textOf(entry["voice_name"] ?? entry["element_name"]),
    textOf(entry["element_description"]),
    textOf(entry["owned_by"]),
  ]);
  const isFilled = COLUMNS.map((_, at) => rows.some((row) => row[at] !== ""));
  return formatTable(
    style,
    COLUMNS.filter((_, at) => isFilled[at]),
    rows.map((row) => row.filter((_, at) => isFilled[at])),
  );
}

/** Entries of a task, or the record itself where the list holds no tasks. */
function entriesOf(record: JsonObject): readonly JsonObject[] {
  if (record["element_id"] !== undefined) return [record];
  const result = record["task_result"];
  if (!isJsonObject(result)) return [];
  return [result["voices"], result["elements"]].flat().filter(isJsonObject);
}

const textOf = (value: unknown): string => (value === undefined || value === null ? "" : String(value));
