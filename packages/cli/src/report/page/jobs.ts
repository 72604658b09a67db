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

export const settingsNumbered = (number: number): Readonly<Record<string, string>> =>
  readData().settings[number] ?? {};

export const settingsOf = (id: string): Readonly<Record<string, string>> =>
  settingsNumbered(jobOf(id)?.settings ?? -1);
