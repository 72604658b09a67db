import { StoreError } from "../store-error.ts";

/**
 * Loads a package that only stores in PostgreSQL need. Throws StoreError `store_driver_missing` where it is not installed; passes on
 * every other error, such as one of a damaged installation.
 */
export async function loadOptional<Loaded>(
  name: "pg" | "pg-boss",
  load: () => Promise<Loaded>,
): Promise<Loaded> {
  try {
    return await load();
  } catch (cause) {
    if (!isNotFound(cause)) throw cause;
    throw new StoreError(
      "store_driver_missing",
      `A store in PostgreSQL needs the packages pg and pg-boss, and ${name} is not installed. Nothing was sent. Run \`npm install pg pg-boss\`, with --global if klingkit is installed globally.`,
      { cause },
    );
  }
}

const isNotFound = (cause: unknown): boolean =>
  cause instanceof Error && "code" in cause && cause.code === "ERR_MODULE_NOT_FOUND";
