import type { CollectedFile } from "../context/collector.ts";

/** The file with a sentence for a person, before what is doubtful about it already. */
export const withWarning = (file: CollectedFile, sentence: string): CollectedFile => ({
  ...file,
  warning: file.warning === undefined ? sentence : `${sentence} ${file.warning}`,
});
