import type { StoreOptions } from "../jobs/store-address.ts";
import type { ConnectionOptions } from "../session/settings.ts";
import type { TaskType } from "./task-types.ts";

/** A shell word; quoted when it holds anything unusual. */
export const word = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

interface Reference {
  readonly id: string;
  readonly isExternal?: boolean;
  readonly type: TaskType | undefined;
  readonly connection: ConnectionOptions;
}

function tail({ id, isExternal, type, connection }: Reference): string {
  return [
    word(id),
    ...(isExternal ? ["--external"] : []),
    ...(type ? ["--type", type] : []),
    ...connectionWords(connection),
  ].join(" ");
}

function connectionWords({ profile, region, baseUrl }: ConnectionOptions): readonly string[] {
  return [
    ...(profile === undefined ? [] : ["--profile", word(profile)]),
    ...(region === undefined ? [] : ["--region", word(region)]),
    ...(baseUrl === undefined ? [] : ["--base-url", word(baseUrl)]),
  ];
}

/** Command line that asks for a task again. */
export const statusCommand = (reference: Reference): string => `kling video status ${tail(reference)}`;

/** Command line that goes on with the jobs of a store. */
export const resumeCommand = ({ store, ...connection }: ConnectionOptions & StoreOptions): string =>
  [
    "kling resume",
    ...(store === undefined ? [] : ["--store", word(store)]),
    ...connectionWords(connection),
  ].join(" ");

/** Command line that fetches the result. */
export const downloadCommand = (reference: Reference, output = "video.mp4"): string =>
  `kling video download ${tail(reference)} -o ${word(output)}`;
