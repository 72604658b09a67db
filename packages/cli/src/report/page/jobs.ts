import type { PageData, PageJob } from "../page-data.ts";
import { find } from "./elements.ts";

let data: PageData | undefined;

/** Read when it is asked for: all that the page holds takes a while. */
function readData(): PageData {
  // Written by the page itself.
  data ??= JSON.parse(find(document, "#jobs", HTMLScriptElement).textContent ?? "") as PageData;
  return data;
}

export const jobOf = (id: string): PageJob | undefined => readData().jobs[id];

export function settingsOf(id: string): Readonly<Record<string, string>> {
  const { jobs, settings } = readData();
  return settings[jobs[id]?.settings ?? -1] ?? {};
}
