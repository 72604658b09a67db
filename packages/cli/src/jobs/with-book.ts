import type { JobBook } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import type { StoreOptions } from "../session/store-address.ts";
import { openBook, withStore } from "./open-store.ts";

/** Opens the books of the store, without key and network. */
export const withBook = <Result>(
  deps: Deps,
  options: StoreOptions,
  use: (book: JobBook) => Promise<Result>,
): Promise<Result> => withStore(deps, options, (store) => use(openBook(deps, store)));
