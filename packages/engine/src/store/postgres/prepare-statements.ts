import { randomUUID } from "node:crypto";
import type { PostgresPool, PostgresPoolClient } from "kysely";
import type { Pool, PoolClient, QueryResult } from "pg";

/** Statements that the server keeps parsed, per connection; bounds its memory. */
const MAX_STATEMENTS = 200;

/** SQLSTATE of a prepared statement whose table has changed, such as by a newer program. */
const PLAN_OUTDATED = "0A000";

/** Has the server parse statements once that come again. Those without parameters may be several in one text, and stay as they are. */
export function prepareStatements(pool: Pool): PostgresPool {
  const seen = new Map<string, string | undefined>();
  const prepared = new WeakMap<PoolClient, PostgresPoolClient>();

  /** From its second time on. */
  function nameOf(text: string): string | undefined {
    if (!seen.has(text)) {
      if (seen.size < MAX_STATEMENTS) seen.set(text, undefined);
      return undefined;
    }
    const name = seen.get(text) ?? `klingkit_${randomUUID()}`;
    seen.set(text, name);
    return name;
  }

  function prepare(client: PoolClient): PostgresPoolClient {
    let isOutdated = false;
    const query = async (text: string, parameters: readonly unknown[]): Promise<QueryResult> => {
      const values = [...parameters];
      const name = values.length === 0 ? undefined : nameOf(text);
      if (name === undefined) return lastOf(await client.query(text, values));
      try {
        return await client.query({ name, text, values });
      } catch (error) {
        if (codeOf(error) !== PLAN_OUTDATED) throw error;
        // The next connection prepares it for the table as it is now, and whoever asked tries again as after a lost one.
        isOutdated = true;
        throw new Error("Connection terminated: another program has changed the tables", { cause: error });
      }
    };
    return {
      // Of its two forms the one with a cursor is for streams, which no store uses.
      query: query as unknown as PostgresPoolClient["query"],
      release: (destroy = false) => client.release(destroy || isOutdated),
    };
  }

  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const known = prepared.get(client) ?? prepare(client);
      prepared.set(client, known);
      return known;
    },
  };
}

/** The driver returns a list for a text of several statements, which its type does not show. */
function lastOf(result: QueryResult | QueryResult[]): QueryResult {
  const last = Array.isArray(result) ? result.at(-1) : result;
  if (last === undefined) throw new Error("the database returned no result");
  return last;
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;
