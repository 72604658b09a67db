// The store on PostgreSQL, apart from the rest: a program that stays on SQLite never reads it, and no driver.
export { explainFailure } from "./store/postgres/explain-failure.ts";
export { openPostgresStore, type PostgresStoreOptions } from "./store/postgres/open-postgres-store.ts";
export { type PostgresAddress, parseAddress } from "./store/postgres/postgres-address.ts";
