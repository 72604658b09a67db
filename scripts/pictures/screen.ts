/** How a letter is drawn. */
export interface Pen {
  /** Number of a colour from 30 to 37, or 90; undefined for the usual one. */
  readonly colour: number | undefined;
  readonly isBold: boolean;
  readonly isDim: boolean;
}

/** Letters beside each other that are drawn alike. */
export interface Run extends Pen {
  readonly text: string;
}

interface Cell extends Pen {
  readonly letter: string;
}

const PLAIN: Pen = { colour: undefined, isBold: false, isDim: false };
const BLANK: Cell = { ...PLAIN, letter: " " };
/** Orders that the command line writes: colours, movements, and texts for the window (links, taskbar). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an order begins with one
const ORDER = /\u001b\[([?\d;]*)([A-Za-z])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\r|\n/g;

/** A terminal of unlimited height: what stands on it after some text was written. */
export function createScreen() {
  const rows: Cell[][] = [[]];
  let pen = PLAIN;
  let y = 0;
  let x = 0;

  const movements: Readonly<Record<string, (parameters: string) => void>> = {
    m: (parameters) => {
      pen = (parameters || "0").split(";").map(Number).reduce(applyCode, pen);
    },
    A: (parameters) => {
      y = Math.max(0, y - (Number(parameters) || 1));
    },
    G: (parameters) => {
      x = (Number(parameters) || 1) - 1;
    },
    J: () => {
      rows.length = y + 1;
      rows[y]?.splice(x);
    },
    K: (parameters) => {
      if (parameters === "2") rows[y] = [];
      else rows[y]?.splice(x);
    },
  };

  function put(text: string): void {
    for (const letter of text) {
      // Such as the one that rings.
      if (letter < " ") continue;
      const row = rows[y] ?? [];
      while (row.length < x) row.push(BLANK);
      row[x] = { ...pen, letter };
      rows[y] = row;
      x += 1;
    }
  }

  function obey(order: string, parameters: string, final: string | undefined): void {
    if (order === "\r") x = 0;
    else if (order === "\n") {
      y += 1;
      x = 0;
      rows[y] ??= [];
    } else movements[final ?? ""]?.(parameters);
  }

  return {
    write(text: string): void {
      let at = 0;
      for (const found of text.matchAll(ORDER)) {
        put(text.slice(at, found.index));
        obey(found[0], found[1] ?? "", found[2]);
        at = found.index + found[0].length;
      }
      put(text.slice(at));
    },
    /** What is seen, without empty lines at the end. */
    read(): readonly (readonly Run[])[] {
      const lines = rows.map(runsOf);
      return lines.slice(0, lines.findLastIndex((runs) => runs.length > 0) + 1);
    },
  };
}

function applyCode(pen: Pen, code: number): Pen {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...pen, isBold: true };
  if (code === 2) return { ...pen, isDim: true };
  if (code === 22) return { ...pen, isBold: false, isDim: false };
  if (code === 39) return { ...pen, colour: undefined };
  const isColour = (code >= 30 && code <= 37) || code === 90;
  return isColour ? { ...pen, colour: code } : pen;
}

function runsOf(row: readonly Cell[]): readonly Run[] {
  const runs: Run[] = [];
  const end = row.findLastIndex(({ letter }) => letter !== " ");
  for (const { letter, ...pen } of row.slice(0, end + 1)) {
    const last = runs.at(-1);
    if (last && isSame(last, pen)) runs[runs.length - 1] = { ...last, text: last.text + letter };
    else runs.push({ ...pen, text: letter });
  }
  return runs;
}

const isSame = (one: Pen, other: Pen): boolean =>
  one.colour === other.colour && one.isBold === other.isBold && one.isDim === other.isDim;
