import { defineConfig } from "vitest/config";

// Tests run from source: the private export condition goes first, the default ones stay.
const conditions = ["@klingkit/source", "module", "node", "import", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "tests/**/*.test.ts", "scripts/**/*.test.ts"],
    setupFiles: ["tests/setup/refuse-console-output.ts"],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
