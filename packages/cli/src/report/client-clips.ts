import { choiceName, choicesOf } from "./choices.ts";
import type { ReportData, ReportFile, ReportJob } from "./report-data.ts";

/** What a client may see of a result. A page for clients is written from this alone, so that nothing else can be in it. */
export interface ClientClip {
  readonly name: string;
  /** Length and ratio, in words. */
  readonly settings: Readonly<Record<string, string>>;
  readonly prompt?: string;
  readonly files: readonly ClientFile[];
}

export type ClientFile = Pick<ReportFile, "kind" | "name" | "source">;

export interface ClientPage {
  /** Absent where the batch has none. */
  readonly title?: string;
  readonly clips: readonly ClientClip[];
}

const SHOWN_SETTINGS = ["length", "ratio"] as const;

/** What is done and can be shown, without anything that is between the producer and the service. */
export function clientPageOf(
  { title, hasPurpose, jobs }: ReportData,
  { hasPrompts }: { readonly hasPrompts: boolean },
): ClientPage {
  return {
    ...(hasPurpose ? { title } : {}),
    clips: jobs.flatMap((job) => clipsOf(job, hasPrompts)),
  };
}

function clipsOf(
  { name, settings, prompt, files, isDone }: ReportJob,
  hasPrompts: boolean,
): readonly ClientClip[] {
  const shown = files.flatMap(({ kind, name: file, source }) =>
    source === undefined ? [] : { kind, name: file, source },
  );
  if (!isDone || shown.length === 0) return [];
  const texts = SHOWN_SETTINGS.flatMap((of) => (settings[of] === undefined ? [] : [[of, settings[of]]]));
  return choicesOf(shown).map((choice) => ({
    name: choiceName(name, choice.part),
    settings: Object.fromEntries(texts),
    ...(hasPrompts && prompt !== undefined ? { prompt } : {}),
    files: choice.files,
  }));
}
