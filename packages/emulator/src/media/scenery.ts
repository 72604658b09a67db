import { blendColours, type Colour, colourFromHex } from "./colour.ts";
import type { Picture, Plane } from "./picture.ts";
import type { SeededNumbers } from "./seeded-numbers.ts";

/** A landscape's colours, sky to foreground. */
export interface Palette {
  readonly skyTop: string;
  readonly skyBottom: string;
  readonly sun: string;
  /** From the farthest hill to the nearest. */
  readonly hills: readonly string[];
}

const PALETTES: readonly Palette[] = [
  {
    skyTop: "#2b3a67",
    skyBottom: "#f2a65a",
    sun: "#ffe8b6",
    hills: ["#b56576", "#8a4f7d", "#583d72", "#2e294e"],
  },
  {
    skyTop: "#4d8fac",
    skyBottom: "#dff1f0",
    sun: "#fffdf0",
    hills: ["#9dc5bb", "#6aa592", "#3e7c6b", "#1f4e47"],
  },
  {
    skyTop: "#12264a",
    skyBottom: "#4f6d9e",
    sun: "#eef3ff",
    hills: ["#3c5480", "#2c3f66", "#1d2c4c", "#111b33"],
  },
  {
    skyTop: "#5aa9c9",
    skyBottom: "#fbe3c0",
    sun: "#fff6d8",
    hills: ["#e3b583", "#cf8a5b", "#a75d43", "#6d3a32"],
  },
  {
    skyTop: "#6d597a",
    skyBottom: "#f6c5be",
    sun: "#fff0ea",
    hills: ["#d99ba3", "#b56f86", "#7f4d6d", "#4a3050"],
  },
  {
    skyTop: "#3f7d8c",
    skyBottom: "#e9e3b4",
    sun: "#fffbe0",
    hills: ["#b8c480", "#88a05a", "#557a46", "#2f4f35"],
  },
];

/** A hill's outline: a base line and three waves. All lengths are shares of the scene's height. */
interface Hill {
  readonly colour: Colour;
  readonly base: number;
  readonly waves: readonly { readonly height: number; readonly frequency: number; readonly phase: number }[];
}

export interface Scenery {
  readonly skyTop: Colour;
  readonly skyBottom: Colour;
  readonly sun: { readonly colour: Colour; readonly x: number; readonly y: number; readonly radius: number };
  readonly hills: readonly Hill[];
  /** A light colour that goes with the rest. */
  readonly accent: Colour;
}

/** Invents a landscape. Its parts are placed in shares of the scene's height, so it looks alike at every size. */
export function inventScenery(random: SeededNumbers, aspectRatio: number): Scenery {
  const palette = PALETTES[Math.floor(random() * PALETTES.length)] ?? PALETTES[0];
  if (palette === undefined) throw new RangeError("no palettes");
  const hills = palette.hills.map((hex, index) => ({
    colour: colourFromHex(hex),
    base: 0.5 + 0.13 * index + 0.03 * (random() - 0.5),
    waves: [0.075, 0.03, 0.012].map((height, wave) => ({
      height: height * (0.7 + 0.6 * random()),
      frequency: (2.1 + 0.9 * index) * (1 + 1.3 * wave) * (0.8 + 0.4 * random()),
      phase: random() * 2 * Math.PI,
    })),
  }));
  return {
    skyTop: colourFromHex(palette.skyTop),
    skyBottom: colourFromHex(palette.skyBottom),
    sun: {
      colour: colourFromHex(palette.sun),
      x: aspectRatio * (0.2 + 0.6 * random()),
      y: 0.18 + 0.16 * random(),
      radius: (0.06 + 0.035 * random()) * Math.min(1, aspectRatio),
    },
    hills,
    accent: colourFromHex(palette.skyBottom),
  };
}

/** Paints the landscape over the upper `heightPx` lines of the picture. */
export function paintScenery(picture: Picture, scenery: Scenery, heightPx: number): void {
  paintPlane(picture.luma, scenery, { heightPx, component: 0 });
  paintPlane(picture.cb, scenery, { heightPx: heightPx / 2, component: 1 });
  paintPlane(picture.cr, scenery, { heightPx: heightPx / 2, component: 2 });
}

interface PlanePart {
  readonly heightPx: number;
  /** Index into a Colour. */
  readonly component: 0 | 1 | 2;
}

function paintPlane(plane: Plane, scenery: Scenery, part: PlanePart): void {
  const { heightPx, component } = part;
  for (let y = 0; y < heightPx; y++) {
    // The hills hide the sky's lower half, so the gradient ends there.
    const colour = blendColours(scenery.skyTop, scenery.skyBottom, Math.min(1, (1.6 * y) / heightPx));
    plane.data.fill(Math.round(colour[component]), y * plane.width, (y + 1) * plane.width);
  }
  paintSun(plane, scenery, part);
  for (const hill of scenery.hills) paintHill(plane, hill, part);
}

function paintSun(plane: Plane, { sun }: Scenery, { heightPx, component }: PlanePart): void {
  const ink = sun.colour[component];
  const [centreX, centreY, radius] = [sun.x * heightPx, sun.y * heightPx, sun.radius * heightPx];
  const toX = Math.min(plane.width, Math.ceil(centreX + radius) + 1);
  for (let y = Math.max(0, Math.floor(centreY - radius) - 1); y < centreY + radius + 1; y++) {
    for (let x = Math.max(0, Math.floor(centreX - radius) - 1); x < toX; x++) {
      const distance = Math.sqrt((x + 0.5 - centreX) ** 2 + (y + 0.5 - centreY) ** 2);
      const covered = Math.max(0, Math.min(1, radius + 0.5 - distance));
      const at = y * plane.width + x;
      const paper = plane.data[at] ?? 0;
      plane.data[at] = Math.round(paper + (ink - paper) * covered);
    }
  }
}

function paintHill(plane: Plane, hill: Hill, { heightPx, component }: PlanePart): void {
  const { width, data } = plane;
  const ink = Math.round(hill.colour[component]);
  for (let x = 0; x < width; x++) {
    const outline = Math.max(0, outlineOf(hill, (x + 0.5) / heightPx) * heightPx);
    const first = Math.floor(outline);
    if (first >= heightPx) continue;
    const paper = data[first * width + x] ?? 0;
    data[first * width + x] = Math.round(paper + (ink - paper) * (first + 1 - outline));
    for (let at = (first + 1) * width + x; at < heightPx * width; at += width) data[at] = ink;
  }
}

function outlineOf({ base, waves }: Hill, x: number): number {
  let height = base;
  for (const wave of waves) height += wave.height * Math.sin(wave.frequency * x + wave.phase);
  return height;
}
