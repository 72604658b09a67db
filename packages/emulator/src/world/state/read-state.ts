import type { DatabaseSync } from "node:sqlite";
import type { UploadSlot } from "../uploads.ts";
import type { SavedAccount, SavedState } from "./saved-state.ts";
import { DataCorruptError } from "./state-errors.ts";

/** Reads everything that was saved. Throws `DataCorruptError`. */
export function readState(database: DatabaseSync, path: string): SavedState {
  const rows = (sql: string) => database.prepare(sql).all();

  /** The tables' version was checked, so a record that is JSON has our shape. */
  function records<Shape>(table: string): Shape[] {
    return rows(`SELECT seq, record FROM ${table} ORDER BY seq`).map(({ seq, record }) =>
      parse<Shape>(record, { path, place: `${table} ${seq}` }),
    );
  }

  const [run] = rows("SELECT count(*) AS count, max(latest_ms) AS latest FROM run");
  const accounts = rows("SELECT name, record FROM account").map(({ name, record }) =>
    parse<SavedAccount>(record, { path, place: `account ${name}` }),
  );
  const images = new Map<string, Uint8Array>();
  for (const { task_id: taskId, bytes } of rows("SELECT task_id, bytes FROM image"))
    if (bytes instanceof Uint8Array) images.set(String(taskId), bytes);
  const uploads = rows("SELECT name, record, bytes FROM upload").map(({ name, record, bytes }) => ({
    slot: parse<UploadSlot>(record, { path, place: `upload ${name}` }),
    bytes: bytes instanceof Uint8Array ? bytes : undefined,
  }));
  return {
    startCount: Number(run?.["count"] ?? 0) + 1,
    latestMs: typeof run?.["latest"] === "number" ? run["latest"] : undefined,
    tasks: records("task"),
    images,
    uploads,
    accounts,
    journal: records("journal"),
  };
}

function parse<Shape>(
  text: unknown,
  { path, place }: { readonly path: string; readonly place: string },
): Shape {
  try {
    return JSON.parse(String(text));
  } catch {
    throw new DataCorruptError({ path, reason: `${place} is not JSON` });
  }
}
