import type { TestProject } from "vitest/node";
// By path: a global set-up runs outside the projects, where packages that are not built have no entry.
import { findPostgres } from "../../packages/testkit/src/find-postgres.ts";
import { startTestPostgres } from "../../packages/testkit/src/test-postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the run's server; empty in a run on SQLite. */
    readonly postgresUrl: string;
    /** Why there is no server; empty where there is one or none is needed. */
    readonly postgresAbsence: string;
  }
}

/** One server for all files of the run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const found = findPostgres();
  project.provide("postgresAbsence", found.isFound ? "" : found.reason);
  if (!found.isFound) {
    project.provide("postgresUrl", "postgres:///absent?");
    return () => Promise.resolve();
  }
  const server = await startTestPostgres();
  project.provide("postgresUrl", server.url());
  return async () => {
    await server[Symbol.asyncDispose]();
  };
}
