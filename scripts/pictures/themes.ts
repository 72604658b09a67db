export interface Theme {
  readonly name: "light" | "dark";
  readonly paper: string;
  readonly ink: string;
  readonly frame: string;
  /** By the number of a terminal's colour. */
  readonly colours: Readonly<Record<number, string>>;
}

/** Colours that GitHub writes with, so that pictures look at home on its pages. */
export const THEMES: readonly Theme[] = [
  {
    name: "light",
    paper: "#ffffff",
    ink: "#1f2328",
    frame: "#d1d9e0",
    colours: {
      31: "#cf222e",
      32: "#1a7f37",
      33: "#9a6700",
      34: "#0969da",
      35: "#8250df",
      36: "#0f7480",
      90: "#59636e",
    },
  },
  {
    name: "dark",
    paper: "#0d1117",
    ink: "#e6edf3",
    frame: "#3d444d",
    colours: {
      31: "#ff7b72",
      32: "#7ee787",
      33: "#e3b341",
      34: "#79c0ff",
      35: "#d2a8ff",
      36: "#76e3ea",
      90: "#9198a1",
    },
  },
];
