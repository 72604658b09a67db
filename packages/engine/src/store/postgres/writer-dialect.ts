import { CompiledQuery, PostgresDriver, type PostgresPool } from "kysely";
import { storeBusy } from "../store-error.ts";
import { ListPostgresDialect } from "./list-dialect.ts";
import type { ServerClock } from "./server-clock.ts";

/** SQLSTATE of a lock that was not to be had in time. */
const LOCK_NOT_AVAILABLE = "55P03";

export interface WriterOptions {
  readonly pool: PostgresPool;
  readonly schema: string;
  /** Set by every transaction. */
  readonly clock: ServerClock;
}

/** The dialect of the connection that writes: a transaction begins with the store's lock, in the same round trip. */
export class WriterDialect extends ListPostgresDialect {
  readonly #options: WriterOptions;

  constructor(options: WriterOptions) {
    super({ pool: options.pool });
    this.#options = options;
  }

  override createDriver(): PostgresDriver {
    return new WriterDriver(this.#options);
  }
}

type Connection = Parameters<PostgresDriver["rollbackTransaction"]>[0];

class WriterDriver extends PostgresDriver {
  readonly #begin: CompiledQuery;
  readonly #clock: ServerClock;

  constructor({ pool, schema, clock }: WriterOptions) {
    super({ pool });
    this.#begin = CompiledQuery.raw(beginStatement(schema));
    this.#clock = clock;
  }

  override async beginTransaction(connection: Connection): Promise<void> {
    try {
      const { rows } = await connection.executeQuery<{ now_ms: number }>(this.#begin);
      const [row] = rows;
      if (row) this.#clock.set(row.now_ms);
    } catch (cause) {
      const isLocked = cause instanceof Error && "code" in cause && cause.code === LOCK_NOT_AVAILABLE;
      if (!isLocked) throw cause;
      // Kysely takes a transaction that did not begin for none at all.
      await this.rollbackTransaction(connection);
      throw storeBusy(cause);
    }
  }
}

/** Takes the store's lock, refuses to lose commits with a crash, and reads the clock. The schema's name is checked by `parseAddress`. */
const beginStatement = (schema: string): string => `
  begin;
  select pg_advisory_xact_lock(hashtextextended('klingkit:${schema}', 0)),
    case when current_setting('synchronous_commit') = 'off' then set_config('synchronous_commit', 'on', true) end,
    (extract(epoch from clock_timestamp()) * 1000)::double precision as now_ms`;
