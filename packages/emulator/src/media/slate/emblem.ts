import type { Emblem } from "./subjects.ts";

/** Whether a point belongs to the shape. Both from -1 to 1, downwards and to the right. */
type Shape = (x: number, y: number) => boolean;

const inCircle = (x: number, y: number, radius: number): boolean => x * x + y * y <= radius * radius;

const isNearLine = (distance: number, width: number): boolean => Math.abs(distance) <= width;

/** Simple signs, readable at the size of a thumb. */
export const EMBLEMS: Readonly<Record<Emblem, Shape>> = {
  snow: (x, y) =>
    inCircle(x, y, 0.95) &&
    [0, 1, 2].some((arm) => {
      const turn = (arm * Math.PI) / 3;
      return isNearLine(x * Math.sin(turn) - y * Math.cos(turn), 0.1);
    }),
  rain: (x, y) => {
    const across = (((x + y * 0.35) * 2.5) % 1) + ((x + y * 0.35) * 2.5 < 0 ? 1 : 0);
    const along = (y * 1.5 + Math.floor((x + y * 0.35) * 2.5) * 0.5 + 8) % 1;
    return across < 0.28 && along < 0.62;
  },
  sea: (x, y) => [-0.5, 0, 0.5].some((line) => isNearLine(y - line - 0.13 * Math.sin(x * 8), 0.09)),
  city: (x, y) => {
    const block = Math.floor((x + 1) * 3.5);
    const height = [0.9, 1.5, 0.7, 1.85, 1.2, 1.6, 0.8][block] ?? 0;
    return (x + 1) * 3.5 - block > 0.12 && y > 1 - height;
  },
  forest: (x, y) =>
    [-0.6, 0, 0.6].some((trunk) => {
      const top = trunk === 0 ? -1 : -0.55;
      return y > top && y < 0.75
        ? Math.abs(x - trunk) < (y - top) * 0.25
        : y >= 0.75 && isNearLine(x - trunk, 0.07);
    }),
  fire: (x, y) => inCircle(x, y - 0.3, 0.65) || (y < 0.3 && Math.abs(x) < 0.65 * (1 + y - 0.3) ** 1.6),
  night: (x, y) => inCircle(x, y, 0.9) && !inCircle(x - 0.42, y + 0.2, 0.8),
  sunrise: (x, y) =>
    (y < 0.35 && inCircle(x, y - 0.35, 0.6)) ||
    isNearLine(y - 0.5, 0.06) ||
    (y < 0.35 &&
      !inCircle(x, y - 0.35, 0.72) &&
      inCircle(x, y - 0.35, 1) &&
      Math.floor(Math.atan2(y - 0.35, x) * 5) % 2 === 0),
  person: (x, y) => inCircle(x, y + 0.55, 0.35) || (y > -0.1 && Math.abs(x) < 0.3 + 0.35 * (y + 0.1)),
  animal: (x, y) =>
    inCircle(x * 0.85, y - 0.35, 0.5) ||
    [-0.7, -0.25, 0.25, 0.7].some((toe) =>
      inCircle(x - toe, y + 0.35 + (Math.abs(toe) < 0.5 ? 0.25 : 0), 0.22),
    ),
  rings: (x, y) => {
    const distance = Math.hypot(x, y);
    return distance <= 0.95 && Math.floor(distance * 5) % 2 === 0;
  },
};
