import { isDeepStrictEqual } from "node:util";
import { type RawBuilder, sql } from "kysely";
import type { AccountKey } from "./account-key.ts";
import { isPostgres } from "./is-postgres.ts";
import { inScope, type JobScope } from "./job-scope.ts";
import type { JobState } from "./job-state.ts";
import { prepareQuery } from "./prepare-query.ts";
import { rowList } from "./row-list.ts";
import type { Db, JobChange, JobRow } from "./schema.ts";
import { StoreError } from "./store-error.ts";

type Change = Omit<JobChange, "id" | "version">;

/** Changes a job without changing its state. Throws StoreError `job_lost`. */
export async function updateJob(db: Db, job: JobRow, change: Change): Promise<JobRow> {
  const row = await writeOne(db, job, change);
  if (row) return row;
  throw jobLost(job);
}

export const jobLost = ({ id }: JobRow): StoreError =>
  new StoreError("job_lost", `job ${id} was changed by another process`);

/** Changes each job in its own way. Undefined, and nothing written, for those that somebody else has changed since they were read. */
export async function updateEach(
  db: Db,
  changes: readonly { readonly job: JobRow; readonly change: Change }[],
): Promise<readonly (JobRow | undefined)[]> {
  const [first] = changes;
  if (first === undefined) return [];
  const columns = columnsOf(first.change);
  const areAlike = changes.every(({ change }) => isDeepStrictEqual(columnsOf(change), columns));
  const areDifferentJobs = new Set(changes.map(({ job }) => job.id)).size === changes.length;
  if (isPostgres(db) && changes.length > 1 && areAlike && areDifferentJobs)
    return await writeAll(db, { changes, columns });
  const rows: (JobRow | undefined)[] = [];
  for (const { job, change } of changes) rows.push(await writeOne(db, job, change));
  return rows;
}

const columnsOf = (change: Change): readonly string[] =>
  Object.entries(change)
    .flatMap(([name, value]) => (value === undefined ? [] : name))
    .toSorted();

async function writeOne(db: Db, { id, version }: JobRow, change: Change): Promise<JobRow | undefined> {
  const [row] = await writeJob(
    db,
    { ...change, version: version + 1, whereId: id, whereVersion: version },
    {},
  );
  return row;
}

/** In one round trip. */
async function writeAll(
  db: Db,
  {
    changes,
    columns,
  }: {
    readonly changes: readonly { readonly job: JobRow; readonly change: Change }[];
    readonly columns: readonly string[];
  },
): Promise<readonly (JobRow | undefined)[]> {
  const list = changes.map(({ job: { id, version }, change }) => ({ ...change, id, version }));
  const assignments = columns.map((name) => sql`${sql.id(name)} = ${sql.id("changed", name)}`);
  const { rows } = await sql<JobRow>`update job
    set ${sql.join(assignments)}, version = job.version + 1
    from ${rowList("job", list)} as changed
    where job.id = changed.id and job.version = changed.version returning job.*`.execute(db);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return changes.map(({ job }) => byId.get(job.id));
}

interface WrittenJob extends JobChange {
  readonly whereId: string;
  readonly whereVersion: number;
}

const writeJob = prepareQuery((db, { whereId, whereVersion, ...change }: WrittenJob) =>
  db
    .updateTable("job")
    .set(change)
    .where("id", "=", whereId)
    .where("version", "=", whereVersion)
    .returningAll(),
);

/**
 * Those of the jobs that nobody has changed since they were read, in the order of their ids.
 * Inside a transaction no other writer can change them any more.
 */
export async function readUnchanged(db: Db, known: readonly JobRow[]): Promise<readonly JobRow[]> {
  const rows = await db
    .selectFrom("job")
    .selectAll()
    .where(
      "id",
      "in",
      known.map(({ id }) => id),
    )
    .orderBy("id")
    .execute();
  const versions = new Map(known.map(({ id, version }) => [id, version]));
  return rows.filter(({ id, version }) => versions.get(id) === version);
}

/** The same for several jobs; a field may be an expression over its row. */
export type SharedChange = Partial<Record<keyof JobChange, string | number | null | RawBuilder<number>>>;

/** Changes jobs that were read in this transaction, in one statement. In the order of their ids. */
export async function updateJobs(
  db: Db,
  jobs: readonly JobRow[],
  change: Omit<SharedChange, "id" | "version">,
): Promise<readonly JobRow[]> {
  const rows = await db
    .updateTable("job")
    // Kysely takes expressions as well, which its type for rows does not say.
    .set((job) => ({ ...(change as JobChange), version: job("version", "+", 1) }))
    .where(
      "id",
      "in",
      jobs.map(({ id }) => id),
    )
    .returningAll()
    .execute();
  return rows.toSorted((left, right) => (left.id < right.id ? -1 : 1));
}

/** Jobs of another account, or of an emulator, are never sent with the key of this one. */
export interface Claim extends AccountKey, JobScope {
  /** Takes any jobs in the pools where those in scope wait for a slot. Default false: those in scope. */
  readonly isOfPools?: boolean;
  readonly state: JobState;
  readonly dueAtMs: number;
  readonly owner: string;
  readonly limit: number;
}

/** Takes due jobs of one state: nobody else gets them until they are let go or their owner dies. */
export const claimDue = (db: Db, { isOfPools = false, ...claim }: Claim): Promise<readonly JobRow[]> =>
  claimJobs(db, claim, { isOfPools });

interface ClaimShape {
  readonly isOfPools: boolean;
}

const claimJobs = prepareQuery((db, claim: Omit<Claim, "isOfPools">, { isOfPools }: ClaimShape) => {
  const { provider, account, state, dueAtMs, owner, limit } = claim;
  return db
    .updateTable("job")
    .set((job) => ({ lease_owner: owner, next_at: null, version: job("version", "+", 1) }))
    .where("id", "in", (select) =>
      select
        .selectFrom("job")
        .select("id")
        .where("provider", "=", provider)
        .where("account", "=", account)
        .where("state", "=", state)
        .where("next_at", "<=", dueAtMs)
        .$if(!isOfPools, (jobs) => jobs.where(inScope(db, claim)))
        .$if(isOfPools, (jobs) => jobs.where("pool", "in", poolsWaitedFor(db, claim)))
        .orderBy("next_at")
        .orderBy("id")
        .limit(limit),
    )
    .returningAll();
});

/** Takes exactly these jobs of an account, due or not; those that another process works on are left out. */
export function claimThese(
  db: Db,
  {
    provider,
    account,
    ids,
    state,
    owner,
  }: Pick<Claim, keyof AccountKey | "owner" | "state"> & {
    readonly ids: readonly string[];
  },
): Promise<readonly JobRow[]> {
  return db
    .updateTable("job")
    .set((job) => ({ lease_owner: owner, next_at: null, version: job("version", "+", 1) }))
    .where("id", "in", ids)
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where("state", "=", state)
    .where("lease_owner", "is", null)
    .returningAll()
    .execute();
}

/** Pools where jobs in scope wait for a slot. */
export const poolsWaitedFor = (db: Db, { provider, account, ...scope }: AccountKey & JobScope) =>
  db
    .selectFrom("job")
    .select("pool")
    .where("provider", "=", provider)
    .where("account", "=", account)
    .where(inScope(db, scope))
    .where("waits_for", "=", "slot");

/** One job. Throws StoreError `job_not_found`. */
export async function getJob(db: Db, id: string): Promise<JobRow> {
  const [row] = await readJob(db, { id }, {});
  if (row) return row;
  throw new StoreError(
    "job_not_found",
    `There is no job ${id} in this store. \`kling jobs\` lists its jobs; --store names another store.`,
  );
}

const readJob = prepareQuery((db, { id }: Pick<JobRow, "id">) =>
  db.selectFrom("job").selectAll().where("id", "=", id),
);
