import { isReservedHost, readInputUrl } from "../inputs/read-input-url.ts";
import type { InputCheck } from "../world/tasks/lifecycle.ts";
import type { TaskRecord } from "../world/tasks/task-record.ts";
import type { HiggsfieldState } from "./state.ts";
import { OUR_TEXTS } from "./texts.ts";

/** Looks at the inputs of a running request. What cannot be read ends it as failed, not charged; the text is ours. INF */
export async function checkInputs(
  { inputUrls, imageUrl }: Pick<TaskRecord, "inputUrls" | "imageUrl">,
  { settings, storage }: Pick<HiggsfieldState, "settings" | "storage">,
): Promise<InputCheck> {
  const { checksInputs } = settings.switches;
  const unreadable = { failure: OUR_TEXTS.inputUnreadable };
  if (checksInputs === "off") return {};
  let image: Uint8Array | undefined;
  for (const url of inputUrls) {
    const uploaded = storage.read(url);
    if (uploaded === "missing" || (uploaded === undefined && isReservedHost(url))) return unreadable;
    const isWhole = url === imageUrl;
    const bytes =
      uploaded ??
      (checksInputs === "fetch" ? await readInputUrl(url, { fetch: settings.fetch, isWhole }) : NO_BYTES);
    if (bytes === undefined) return unreadable;
    if (isWhole && bytes.byteLength > 0) image = bytes;
  }
  return image === undefined ? {} : { image };
}

const NO_BYTES = new Uint8Array();
