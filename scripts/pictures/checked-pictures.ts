import { approvalFacts } from "./approval-window.ts";
import { PAGE_SHEETS } from "./page-sheets.ts";
import { factsOf } from "./sheet-facts.ts";
import { THEMES } from "./themes.ts";

/** A picture whose bytes differ from run to run, while what it shows can be compared. */
export interface CheckedPicture {
  readonly name: string;
  readonly paths: readonly string[];
  /** Plain JSON: the same as long as the picture may stay. Needs no other program. */
  readonly readFacts: () => Promise<object>;
  /** The files, in the order of the paths. Needs ffmpeg, or a browser. */
  readonly draw: () => Promise<readonly Uint8Array[]>;
}

export const CHECKED_PICTURES: readonly CheckedPicture[] = [
  ...PAGE_SHEETS.map(
    (sheet): CheckedPicture => ({
      name: sheet.page,
      paths: [sheet.picture],
      readFacts: () => factsOf(sheet),
      draw: async () => {
        const { drawPageSheet } = await import("./draw-page-sheet.ts");
        return [await drawPageSheet(sheet)];
      },
    }),
  ),
  {
    name: "docs/guides/agents.md",
    paths: THEMES.map(({ name }) => `docs/pictures/approval-${name}.webp`),
    readFacts: approvalFacts,
    draw: async () => {
      const { drawApproval } = await import("./draw-approval.ts");
      return Promise.all(THEMES.map(drawApproval));
    },
  },
];
