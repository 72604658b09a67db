import { TASK_FAILURE_MESSAGES } from "@klingkit/spec";
import type { InputCheck } from "../../world/tasks/lifecycle.ts";
import type { KlingSettings } from "../settings.ts";
import { isTooSmall } from "./input-files.ts";

/** How long an input server may take, and how much is read of an image. */
const INPUT_TIMEOUT_MS = 10_000;
const MAX_IMAGE_BYTES = 50 * 1024 * 1024;

/** Hosts that cannot exist. @source RFC 2606 */
const isReservedHost = (url: string): boolean => {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return host === "" || host === "invalid" || host.endsWith(".invalid");
};

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
    const bytes = await readInput(url, fetch, url === imageUrl);
    if (!bytes) return unreadable;
    if (url === imageUrl) image = bytes;
  }
  if (image === undefined) return {};
  return isTooSmall(image) ? { failure: TASK_FAILURE_MESSAGES.imagePixelInvalid } : { image };
}

async function readInput(url: string, fetch: typeof globalThis.fetch, isWhole: boolean) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(INPUT_TIMEOUT_MS) });
    if (!response.ok) return void (await response.body?.cancel());
    if (isWhole) return await readBody(response);
    await response.body?.cancel();
    return new Uint8Array();
  } catch {
    // Any failure to read is the same answer to the caller.
    return undefined;
  }
}

async function readBody(response: Response): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  return bytes.byteLength <= MAX_IMAGE_BYTES ? bytes : undefined;
}
