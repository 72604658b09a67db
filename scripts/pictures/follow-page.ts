import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EmulatorControl } from "../../packages/emulator/src/index.ts";
import { findCommandLines } from "../../tests/docs/support/command-lines.ts";
import { findBlocks } from "../../tests/docs/support/page-blocks.ts";
import type { Session } from "./session.ts";

type Task = ReturnType<EmulatorControl["tasks"]>[number];

/** A command that was run, with the files and the tasks that it made. */
export interface Made {
  readonly command: string;
  readonly files: readonly string[];
  readonly tasks: readonly Task[];
}

/** Saves the files of a page and runs its commands, in their order, as a reader does. */
export async function followPage({ folder, control, run }: Session, page: string): Promise<readonly Made[]> {
  await cp("examples/lake.png", join(folder, "lake.png"));
  const all: Made[] = [];
  let known = await readdir(folder);
  let taskIds = new Set<string>();
  let videoId = "";
  for (const { kind, file, text } of findBlocks(await readFile(page, "utf8"))) {
    if (kind === "file") await writeFile(join(folder, file), text);
    if (kind !== "run") continue;
    for (const { words } of findCommandLines(page, `\`\`\`sh\n${text}\`\`\`\n`)) {
      const written = await run(words.map((word) => (word === "VIDEO_ID" ? videoId : word)));
      const said = written.map((one) => one.text).join("");
      videoId = /"video_id": "(\w+)"/.exec(said)?.[1] ?? videoId;
      const [files, tasks] = [await readdir(folder), control.tasks()];
      all.push({
        command: `kling ${words.join(" ")}`,
        files: files.filter((name) => !known.includes(name)),
        tasks: tasks.filter(({ id }) => !taskIds.has(id)),
      });
      known = files;
      taskIds = new Set(tasks.map(({ id }) => id));
    }
  }
  return all;
}
