import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { wordsOf } from "../../tests/docs/support/command-lines.ts";
import { findBlocks } from "../../tests/docs/support/page-blocks.ts";
import { callServer } from "./call-server.ts";
import { cutLines } from "./cut-lines.ts";
import type { Frame, Lines } from "./draw-terminal.ts";
import type { Scene, TerminalPicture } from "./scenes.ts";
import { createScreen } from "./screen.ts";
import { openSession, type Session, type Written } from "./session.ts";

/** A picture with what it shows. */
export interface Shown {
  readonly picture: TerminalPicture;
  readonly frames: readonly Frame[];
}

const STEPS = 8;
const STEP_SECONDS = 0.9;
const END_SECONDS = 4;
const JOB_ID = /\bj0[\da-z]{16,}/;
const BEFORE_WORDS = /^(?:npx )?kling |^npm run /;

/** Runs the commands of a scene and returns what its pictures show. */
export async function shootScene({
  pages,
  columns,
  isReal = false,
  shots,
}: Scene): Promise<readonly Shown[]> {
  const session = await openSession({ isReal });
  const shown: Shown[] = [];
  try {
    await cp("examples", join(session.folder, "examples"), { recursive: true });
    for (const page of pages) await saveFiles(session, page);
    let jobId = "";
    for (const shot of shots) {
      if (shot.faults) session.control.setFaults(shot.faults);
      const { flags = [], picture, calls, answer, exitCode } = shot;
      const use = calls && ((baseUrl: string) => callServer(baseUrl, calls));
      const command = shot.command.replace("JOB_ID", jobId);
      const argv = [...wordsOf(command.replace(BEFORE_WORDS, "")), ...flags];
      const written = await session.run(argv, {
        // What is not shown need not be drawn.
        columns: picture ? columns : undefined,
        answer,
        exitCode,
        use,
      });
      jobId = written.map(({ text }) => JOB_ID.exec(text)?.[0]).findLast(Boolean) ?? jobId;
      if (picture) shown.push({ picture, frames: framesOf(command, picture, written) });
    }
  } finally {
    await session.close();
  }
  return shown;
}

/** What a reader of the page has saved. */
async function saveFiles({ folder }: Session, page: string): Promise<void> {
  await cp("examples/lake.png", join(folder, "lake.png"));
  const files = findBlocks(await readFile(page, "utf8")).filter(({ kind }) => kind === "file");
  for (const { file, text } of files) {
    // The first of a name: later ones are edits.
    await writeFile(join(folder, file), text, { flag: "wx" }).catch(() => {});
  }
}

function framesOf(
  command: string,
  { isMoving = false, cuts = [] }: TerminalPicture,
  written: readonly Written[],
): readonly Frame[] {
  const linesUntil = (momentMs: number): Lines => [
    ...prompt(command),
    ...linesAfter(written.filter(({ atMs }) => atMs <= momentMs)),
  ];
  const end = { lines: cutLines(linesUntil(Number.POSITIVE_INFINITY), cuts), seconds: END_SECONDS };
  if (!isMoving) return [end];
  const startMs = written[0]?.atMs ?? 0;
  const endMs = written.at(-1)?.atMs ?? 0;
  const steps = Array.from({ length: STEPS }, (_, at) => ({
    lines: linesUntil(startMs + ((at + 0.5) / STEPS) * (endMs - startMs)),
    seconds: STEP_SECONDS,
  }));
  return [...steps, end];
}

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
