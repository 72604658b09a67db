import type { Frame, Lines } from "./draw-terminal.ts";
import { record, type Written } from "./record.ts";
import { createScreen } from "./screen.ts";

export interface Scene {
  /** Name of its files, without theme and extension. */
  readonly name: string;
  /** Of the picture, for whoever does not see it. */
  readonly title: string;
  readonly frames: () => Promise<readonly Frame[]>;
}

const COLUMNS = 92;
const STEPS = 8;
const STEP_SECONDS = 0.9;
const END_SECONDS = 4;

/** A line as a person types it. */
const prompt = (command: string): Lines => [
  [
    { text: "$ ", colour: undefined, isBold: false, isDim: true },
    { text: command, colour: undefined, isBold: true, isDim: false },
  ],
  [],
];

function linesAfter(written: readonly Written[]): Lines {
  const screen = createScreen();
  for (const { text } of written) screen.write(text);
  return screen.read();
}

const still = async (
  shown: string,
  argv: readonly string[],
  isVirtual: boolean,
): Promise<readonly Frame[]> => {
  const written = await record(argv, { columns: COLUMNS, isVirtual });
  return [{ lines: [...prompt(shown), ...linesAfter(written)], seconds: 1 }];
};

/** What stood on the terminal at moments of the same distance, and at the end. */
async function moving(shown: string, argv: readonly string[]): Promise<readonly Frame[]> {
  const written = await record(argv, { columns: COLUMNS, isVirtual: true });
  const startMs = written[0]?.atMs ?? 0;
  const endMs = written.at(-1)?.atMs ?? 0;
  const moments = Array.from(
    { length: STEPS },
    (_, at) => startMs + ((at + 0.5) / STEPS) * (endMs - startMs),
  );
  const steps = moments.map((momentMs) => ({
    lines: [...prompt(shown), ...linesAfter(written.filter(({ atMs }) => atMs <= momentMs))],
    seconds: STEP_SECONDS,
  }));
  return [...steps, { lines: [...prompt(shown), ...linesAfter(written)], seconds: END_SECONDS }];
}

export const SCENES: readonly Scene[] = [
  {
    name: "demo",
    title: "kling demo: the plan with its price, the saved file, and what was requested and measured",
    frames: () => still("npm run demo", ["demo"], false),
  },
  {
    name: "plan",
    title: "kling plan: ten videos with prompt, model, seconds, size and price, before anything is sent",
    frames: () => still("npx kling plan examples/batch.yaml", ["plan", "examples/batch.yaml"], true),
  },
  {
    name: "board",
    title: "kling run: ten videos with their states, progress, files and units, until all are on the disk",
    frames: () => moving("npx kling run examples/batch.yaml", ["run", "examples/batch.yaml"]),
  },
];
