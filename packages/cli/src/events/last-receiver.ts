import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import type { StoreOptions } from "../session/store-address.ts";
import { withEventLog } from "./with-event-log.ts";

/** The address that `kling listen` forwarded to last. Throws `missing_url`. */
export async function lastReceiver(deps: Deps, options: StoreOptions): Promise<string> {
  const receivers = await withEventLog(deps, options, (log) => log.receivers());
  // A program may name its receivers as it likes.
  const last = receivers.find(({ name }) => /^https?:/.test(name));
  if (last) return last.name;
  const message =
    "No address is known. Name one with --to, for example --to http://127.0.0.1:3000/hooks. Nothing was sent.";
  throw usageError("missing_url", message);
}
