import { OFFICIAL_ELEMENTS, OFFICIAL_VOICES, type OfficialTask } from "../library/official.ts";
import { renderOfficial } from "../renderings/legacy-task.ts";
import type { ReadHandler } from "./read-handler.ts";
import { readPage } from "./read-page.ts";

const listOf =
  (tasks: readonly OfficialTask[]): ReadHandler =>
  (state, { operation, search }) => {
    const page = readPage(operation, search);
    if ("code" in page) return { refusal: page };
    const nowMs = state.clock.nowMs();
    const shown = tasks.slice(page.from, page.from + page.size);
    return { data: JSON.stringify(shown.map((task) => renderOfficial(task, state.linksOf(task, nowMs)))) };
  };

/** `GET /v1/general/presets-voices`. @source DOC 2026-10 */
export const officialVoices: ReadHandler = listOf(OFFICIAL_VOICES);

/** `GET /v1/general/advanced-presets-elements`. @source DOC 2026-09 */
export const officialElements: ReadHandler = listOf(OFFICIAL_ELEMENTS);
