import type { FaultRule } from "../../packages/emulator/src/index.ts";
import type { Cut } from "./cut-lines.ts";

/** Commands that run one after the other in one folder, and the pictures of some of them. */
export interface Scene {
  /** Page whose files are saved first, and that shows the pictures. */
  readonly page: string;
  /** Width of the terminal. */
  readonly columns: number;
  /** The commands have an emulator of their own. Default: the one of the scene, which is frozen. */
  readonly isReal?: boolean;
  readonly shots: readonly Shot[];
}

export interface Shot {
  /** As the page writes it. */
  readonly command: string;
  readonly answer?: string;
  readonly exitCode?: number;
  /** Faults of the emulator from this command on. */
  readonly faults?: readonly FaultRule[];
  readonly picture?: TerminalPicture;
}

export interface TerminalPicture {
  /** Name of its files, without theme and extension. */
  readonly name: string;
  /** Of the picture, for whoever does not see it. */
  readonly title: string;
  /** Shows how it came to its end, too. */
  readonly isMoving?: boolean;
  /** Lines that are left out. */
  readonly cuts?: readonly Cut[];
}

/** One row per picture; `npm run gen -- pictures` draws it in both themes. */
export const SCENES: readonly Scene[] = [
  {
    page: "README.md",
    columns: 92,
    isReal: true,
    shots: [
      {
        command: "npm run demo",
        picture: {
          name: "demo",
          title: "kling demo: the plan with its price, the saved file, and what was requested and measured",
        },
      },
    ],
  },
  {
    page: "README.md",
    columns: 92,
    shots: [
      {
        command: "npx kling run examples/batch.yaml",
        picture: {
          name: "board",
          title:
            "kling run: ten videos with their states, progress, files and units, until all are on the disk",
          isMoving: true,
        },
      },
    ],
  },
];
