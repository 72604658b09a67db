import { defineConfig } from "vitest/config";

// Tests run from source: the private export condition goes first, the default ones stay. Not "import": Node would apply it to require, too.
const conditions = ["@klingkit/source", "module", "node", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    setupFiles: ["tests/setup/refuse-console-output.ts"],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: "all",
          include: ["packages/*/src/**/*.test.ts", "tests/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: ["**/node_modules/**", "packages/engine/src/store/postgres/**"],
          provide: { postgresUrl: "", postgresAbsence: "" },
        },
      },
      {
        // What engine and command line promise holds on both stores: the same files once more.
        extends: true,
        test: {
          name: "postgres",
          // Every query is a round trip, and machines are busy.
          testTimeout: 60_000,
          include: [
            "tests/engine/**/*.test.ts",
            "tests/cli/**/*.test.ts",
            "packages/engine/src/store/**/*.test.ts",
          ],
          globalSetup: ["tests/setup/postgres-server.ts"],
          setupFiles: ["tests/setup/skip-without-postgres.ts"],
        },
      },
    ],
  },
});
