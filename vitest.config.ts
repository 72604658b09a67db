import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tests/setup/longest-first.ts";

// Tests run from source: the private export condition goes first, the default ones stay. Not "import": Node would apply it to require, too.
const conditions = ["@klingkit/source", "module", "node", "default"];

/** Crowds of real processes, which mostly wait: the gate runs them beside all others, one file at a time. */
const PROCESSES = "tests/processes/**/*.test.ts";

interface Files {
  readonly include: string[];
  readonly exclude?: string[];
}

const onSqlite = (name: string, { include, exclude = [] }: Files) => ({
  extends: true as const,
  test: {
    name,
    include,
    exclude: ["**/node_modules/**", ...exclude],
    provide: { postgresUrl: "", postgresAbsence: "" },
  },
});

const onPostgres = (name: string, { include, exclude = [] }: Files) => ({
  extends: true as const,
  test: {
    name,
    include,
    exclude: ["**/node_modules/**", ...exclude],
    globalSetup: ["tests/setup/postgres-server.ts"],
    setupFiles: ["tests/setup/skip-without-postgres.ts"],
  },
});

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // No test changes what modules share, and to load them anew for each file takes a third of the time.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    setupFiles: ["tests/setup/refuse-console-output.ts"],
    // Limits are there for what hangs: a machine can be ten times slower than ours, and must not fail for it.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      onSqlite("all", {
        include: ["packages/*/src/**/*.test.ts", "tests/**/*.test.ts", "scripts/**/*.test.ts"],
        exclude: [PROCESSES, "packages/engine/src/store/postgres/**"],
      }),
      // What goes through the store in a way of its own is run on both. Times, files and answers of the service are the same on
      // each: what is left out here sends PostgreSQL no statement that the others do not send, too (seen in its log).
      onPostgres("postgres", {
        include: [
          "tests/engine/**/*.test.ts",
          "tests/ai-sdk/{calls,start-status}.test.ts",
          "tests/cli/**/*.test.ts",
          "packages/engine/src/{store/**/*,dispatch/idle}.test.ts",
        ],
        exclude: [
          "tests/engine/{clock-jumps,downloads,families,one-video,quota}.test.ts",
          "tests/engine/{fault-matrix,higgsfield-faults,refused-chains,refused-creates,slots-of-others}.test.ts",
          "packages/engine/src/store/sqlite/**",
        ],
      }),
      onSqlite("processes", { include: [PROCESSES] }),
      onPostgres("processes-postgres", { include: [PROCESSES] }),
    ],
  },
});
