import { TASK_FAILURE_MESSAGES } from "@klingkit/spec";
import { isReservedHost, readInputUrl } from "../../inputs/read-input-url.ts";
import type { InputCheck } from "../../world/tasks/lifecycle.ts";
import type { KlingSettings } from "../settings.ts";
import { isTooSmall } from "./input-files.ts";

export interface InputUrls {
  readonly inputUrls: readonly string[];
  readonly imageUrl: string | undefined;
}

/** Looks at input URLs as the switch says. An unreadable one fails the task later, not the create. @source LIVE 2026-09-28 */
export async function checkInputs(
  { inputUrls, imageUrl }: InputUrls,
  { switches, fetch }: Pick<KlingSettings, "switches" | "fetch">,
): Promise<InputCheck> {
  const unreadable = { failure: TASK_FAILURE_MESSAGES.inputUnreadable };
  if (switches.checksInputs === "off") return {};
  if (inputUrls.some(isReservedHost)) return unreadable;
  if (switches.checksInputs === "reserved") return {};
  let image: Uint8Array | undefined;
  for (const url of inputUrls) {
    const bytes = await readInputUrl(url, { fetch, isWhole: url === imageUrl });
    if (!bytes) return unreadable;
    if (url === imageUrl) image = bytes;
  }
  if (image === undefined) return {};
  return isTooSmall(image) ? { failure: TASK_FAILURE_MESSAGES.imagePixelInvalid } : { image };
}
