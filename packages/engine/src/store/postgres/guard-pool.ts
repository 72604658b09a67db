import type { PostgresPool, PostgresPoolClient } from "kysely";

/** Of a process that is to end. */
const HURRIED_TIMEOUT_MS = 3000;
/** A hurry is over by then: the process has ended, or its store is used by somebody else in it. */
const HURRY_FOR_MS = 30_000;

export interface GuardedPool extends PostgresPool {
  /** For half a minute no answer is waited for longer than 3 s, and none that is waited for now. */
  hurry(): void;
}

export interface GuardOptions {
  readonly queryTimeoutMs: number;
  /** In a hurry. Default 3000. */
  readonly hurriedTimeoutMs?: number;
}

/**
 * Stands before a pool, so that no query waits for ever: a network that swallows packets tells nobody, and behind a proxy
 * TCP's own checks are answered. A connection whose answer is overdue is destroyed, and the pool makes another.
 * PostgreSQL keeps no NUL in a text; those that come from outside are replaced here, in one place.
 */
export function guardPool(
  pool: PostgresPool,
  { queryTimeoutMs, hurriedTimeoutMs = HURRIED_TIMEOUT_MS }: GuardOptions,
): GuardedPool {
  const waits = new Set<{ readonly hurry: () => void }>();
  const guarded = new WeakMap<PostgresPoolClient, PostgresPoolClient>();
  let hurryEndsMs = 0;
  /** One answer was overdue in the hurry: the others would be, too, one after the other. */
  let isGivenUp = false;
  const isHurried = (): boolean => performance.now() < hurryEndsMs;
  const isOver = (): boolean => isGivenUp && isHurried();

  function inTime<T>(work: Promise<T>, onOver: () => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const arm = (ms: number) =>
        setTimeout(() => {
          if (isHurried()) isGivenUp = true;
          onOver();
          reject(silence(ms));
        }, ms);
      let timer = arm(isHurried() ? hurriedTimeoutMs : queryTimeoutMs);
      const wait = {
        hurry() {
          clearTimeout(timer);
          timer = arm(hurriedTimeoutMs);
        },
      };
      waits.add(wait);
      const end = () => {
        clearTimeout(timer);
        waits.delete(wait);
      };
      work.finally(end).then(resolve, reject);
    });
  }

  function guard(client: PostgresPoolClient): PostgresPoolClient {
    let isSilent = false;
    const query = (text: string, parameters: readonly unknown[]) =>
      isSilent || isOver()
        ? Promise.reject(silence(isSilent ? queryTimeoutMs : hurriedTimeoutMs))
        : inTime(client.query(text, parameters.map(withoutNul)), () => {
            isSilent = true;
          });
    return {
      // Of its two forms the one with a cursor is for streams, which no store uses.
      query: query as typeof client.query,
      release: (destroy = false) => client.release(destroy || isSilent),
    };
  }

  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      if (isOver()) throw silence(hurriedTimeoutMs);
      const connecting = pool.connect();
      // Where nobody waits for it any more, it would never come back to the pool.
      const dismiss = () => connecting.then((late) => late.release()).catch(() => undefined);
      const client = await inTime(connecting, dismiss);
      const known = guarded.get(client) ?? guard(client);
      guarded.set(client, known);
      return known;
    },
    hurry() {
      hurryEndsMs = performance.now() + HURRY_FOR_MS;
      isGivenUp = false;
      for (const { hurry } of waits) hurry();
    },
  };
}

/** Has the code of a lost connection, which it is. */
const silence = (ms: number): Error =>
  Object.assign(new Error(`the database did not respond within ${ms / 1000} s`), { code: "ETIMEDOUT" });

const withoutNul = (parameter: unknown): unknown =>
  typeof parameter === "string" && parameter.includes("\0")
    ? parameter.replaceAll("\0", "\uFFFD")
    : parameter;
