import { DatabaseSync } from "node:sqlite";

/** Digits at the end of an id that tell copies apart; all before them is chance and time. */
const COPY_DIGITS = 4;
const ID_DIGITS = 19;

/** Tables with one or more rows per job. */
const TABLES = ["job", "job_plan", "intent", "ledger", "event", "result"] as const;

/** How a column of a copy differs from that of the original, as SQL. All other columns are the same. */
const COPIED: Readonly<Record<string, (column: string) => string>> = {
  id: (column) => numbered(column),
  job_id: (column) => numbered(column),
  batch_id: (column) => numbered(column),
  task_id: (column) => numbered(column),
  // The key holds the job's id and a digest of what it wants.
  ext_id: (column) =>
    `'klingkit-' || ${numbered(`substr(${column}, 10, ${ID_DIGITS})`)} || substr(${column}, ${10 + ID_DIGITS})`,
  file_path: (column) => `replace(${column}, '.mp4', printf('-%0${COPY_DIGITS}d.mp4', copies.n))`,
};

const numbered = (value: string): string =>
  `substr(${value}, 1, length(${value}) - ${COPY_DIGITS}) || printf('%0${COPY_DIGITS}d', copies.n)`;

/** Puts `copies` copies of every job beside those of a closed SQLite store, with all that is on record about them, in one transaction. */
export function multiplyJobs(filePath: string, copies: number): void {
  const database = new DatabaseSync(filePath);
  try {
    database.exec("BEGIN IMMEDIATE");
    for (const table of TABLES) database.exec(copyStatement(database, table, copies));
    database.exec("COMMIT");
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } finally {
    database.close();
  }
}

function copyStatement(database: DatabaseSync, table: string, copies: number): string {
  const columns = database
    .prepare(`select name from pragma_table_info(?) where name <> 'seq'`)
    .all(table)
    .map(({ name }) => String(name));
  const values = columns.map((column) => COPIED[column]?.(`original.${column}`) ?? `original.${column}`);
  return `
    with recursive copies(n) as (select 0 union all select n + 1 from copies where n + 1 < ${copies}),
      original as (select * from ${table})
    insert into ${table} (${columns.join(", ")})
    select ${values.join(", ")} from copies, original`;
}
