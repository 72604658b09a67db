import { makeFolder } from "klingkit/node";
import { dataFolder } from "./data-folder.ts";

/**
 * The data folder, made for its owner only before anything is put into it. What keeps it from being made is reported when a file is
 * written.
 */
export async function makeDataFolder(machine: Parameters<typeof dataFolder>[0]): Promise<string> {
  const folder = dataFolder(machine);
  await makeFolder(folder, { mode: 0o700 }).catch(() => undefined);
  return folder;
}
