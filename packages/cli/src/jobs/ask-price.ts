import { hashOf, type PriceQuestion } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { lookForEmulator } from "../session/emulator-probe.ts";
import { type ConnectionOptions, readSettings } from "../session/settings.ts";
import { hasHiggsfieldKey, openPriceList } from "./higgsfield-service.ts";

/** What does not change a price. INF */
const WORDS = ["prompt", "negative_prompt"];

/**
 * Asks the service what a body would cost. Bodies that differ in their words alone are asked for once. A service that has no such
 * call, cannot be reached or has no key here names no price.
 */
export function createPriceQuestions(
  deps: Deps,
  options: ConnectionOptions,
): (question: PriceQuestion) => Promise<number | undefined> {
  const asked = new Map<string, Promise<number | undefined>>();
  let opening: ReturnType<typeof open> | undefined;
  return ({ service, operation, body }) => {
    const rest = Object.fromEntries(Object.entries(body).filter(([field]) => !WORDS.includes(field)));
    const key = hashOf({ service, operation, rest });
    const known = asked.get(key);
    if (known !== undefined) return known;
    opening ??= open(deps, options);
    const answer = opening
      .then((ask) => ask?.(operation, body))
      .catch((error: unknown) => {
        if (deps.signal.aborted) throw error;
        return undefined;
      });
    asked.set(key, answer);
    return answer;
  };
}

async function open(deps: Deps, options: ConnectionOptions) {
  const settings = readSettings(deps, options);
  if (!(await hasHiggsfieldKey(deps, settings))) return undefined;
  const baseUrl = settings.baseUrl.value;
  const isEmulator = (await lookForEmulator(deps, baseUrl)) !== undefined;
  return openPriceList(deps, settings, isEmulator ? baseUrl : undefined);
}
