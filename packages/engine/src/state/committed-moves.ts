import type { EventFacts } from "../events/event-data.ts";
import type { JobState } from "../store/job-state.ts";
import type { Db, JobRow } from "../store/schema.ts";
import type { Store } from "../store/store.ts";

/** A change of state that was committed. */
export interface CommittedMove {
  /** As it was before. */
  readonly job: JobRow;
  readonly to: JobState;
  readonly atMs: number;
  readonly event: EventFacts;
}

/** Moves of the operation that runs in a transaction; only of stores that are watched. */
const running = new WeakMap<Db, CommittedMove[]>();

/** Remembers a move of the running operation, until it is committed or undone. */
export function noteMove(db: Db, move: CommittedMove): void {
  running.get(db)?.push(move);
}

/** The same store; `onMoves` hears about the moves of each operation, once they are committed. */
export function watchMoves(store: Store, onMoves: (moves: readonly CommittedMove[]) => void): Store {
  return {
    ...store,
    async write(operation) {
      let moves: CommittedMove[] = [];
      const result = await store.write(async (db) => {
        // It may be run again after it was undone.
        moves = [];
        running.set(db, moves);
        try {
          return await operation(db);
        } finally {
          running.delete(db);
        }
      });
      if (moves.length > 0) onMoves(moves);
      return result;
    },
  };
}
