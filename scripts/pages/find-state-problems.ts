import { STATE_WORDS } from "../../packages/engine/src/state/state-words.ts";
import type { Page } from "./read-page.ts";

/** Columns of tables that have the word by which a job is shown. */
const SHOWN: readonly string[] = ["shown as", "in tables"];

/** Columns of tables about jobs; other things are shown in other words. */
const OF_JOBS: readonly string[] = ["waits_for", "state", "job"];

const isOneOf = (titles: readonly string[], title: string): boolean =>
  titles.includes(title.trim().toLowerCase());

/** Words for states of jobs that nothing shows: a reader looks for them in vain. */
export const findStateProblems = ({ path, tables }: Page): string[] =>
  tables.flatMap(({ head, rows }) =>
    head.flatMap((title, column) =>
      isOneOf(SHOWN, title) && head.some((other) => isOneOf(OF_JOBS, other))
        ? rows.flatMap(({ cells, line }) => {
            const words = (cells[column] ?? "").split(",").map((word) => word.trim());
            return words
              .filter((word) => !STATE_WORDS.includes(word))
              .map((word) => `${path}:${line}: no job is shown as "${word}". Use ${STATE_WORDS.join(", ")}`);
          })
        : [],
    ),
  );
