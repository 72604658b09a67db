import { createHash } from "node:crypto";
import { createClipRenderer } from "../../packages/emulator/src/index.ts";
import { followPage, type Made } from "./follow-page.ts";
import type { PageSheet, SheetTile } from "./page-sheets.ts";
import { openSession } from "./session.ts";

/** What a sheet shows, without what differs from run to run: IDs, and the colours that follow from them. */
export interface SheetFacts {
  /** How slates look: SHA-256 of a cover that is the same as long as they are drawn alike. */
  readonly slate: string;
  readonly tiles: readonly TileFacts[];
}

interface TileFacts extends SheetTile {
  readonly command: string;
  readonly tasks: string;
}

const TASK_ID = /\b\d{18}\b/g;

/** Runs the commands of the page, with small clips in place of slates, and returns what a sheet of them would show. */
export async function factsOf({ page, tiles }: PageSheet): Promise<SheetFacts> {
  const session = await openSession();
  try {
    const made = await followPage(session, page);
    return {
      slate: await slateHash(),
      tiles: tiles.map((tile) => ({ ...tile, ...makerOf(tile, made, page) })),
    };
  } finally {
    await session.close();
  }
}

function makerOf({ file }: SheetTile, made: readonly Made[], page: string) {
  const maker = made.find(({ files }) => files.includes(file));
  if (!maker) throw new Error(`no command of ${page} makes ${file}, which its picture shows`);
  return { command: maker.command, tasks: maker.tasks.map(describeTask).join(" and ") };
}

function describeTask({
  operationId,
  model,
  prompt,
  results,
  slate,
  inputNames = [],
}: Made["tasks"][number]): string {
  const inputs = [...inputNames, ...(slate?.inputs ?? []).map(({ code }) => code)];
  const kinds = results.map(({ kind, ...rest }) => `${kind} ${JSON.stringify(rest)}`);
  return [operationId, model, prompt, slate?.operation, ...inputs, ...kinds]
    .filter(Boolean)
    .join(" | ")
    .replaceAll(TASK_ID, "ID");
}

async function slateHash(): Promise<string> {
  const cover = await createClipRenderer().renderCover({
    widthPx: 640,
    heightPx: 360,
    durationSeconds: 5,
    hasAudio: true,
    seed: "pictures",
    caption: {
      prompt: "a red fox in fresh snow",
      model: "kling-v3",
      taskId: "1",
      name: "pictures",
      operation: "part 2",
      inputs: [{ code: "1", name: "lake", mark: "0123456789abcdef" }],
    },
  });
  return createHash("sha256").update(cover).digest("hex");
}
