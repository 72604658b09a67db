import { dropUndefined } from "@klingkit/spec/core";
import type { ResultLink, TaskResult, TaskVideo } from "../../core/task.ts";

/** A video as a result. */
export function ofVideo({ id, name, url, watermarkUrl, coverUrl, durationSeconds }: TaskVideo): TaskResult {
  const links = [
    link(url, {}),
    link(watermarkUrl, { variant: "watermark" }),
    link(coverUrl, { variant: "cover" }),
  ];
  return resultOf("video", links.flat(), { id, name, durationSeconds });
}

export const link = (url: string | undefined, rest: Omit<ResultLink, "url">): readonly ResultLink[] =>
  url === undefined ? [] : [{ url, ...rest }];

type Details = {
  readonly [Name in keyof Pick<TaskResult, "id" | "name" | "durationSeconds" | "group" | "segment">]:
    | TaskResult[Name]
    | undefined;
};

export const resultOf = (
  kind: TaskResult["kind"],
  links: readonly ResultLink[],
  details: Details = {},
): TaskResult => ({ kind, links, ...dropUndefined({ ...details, expiresAtMs: expiryOf(links) }) });

/** A signed link says when it ends, in Unix seconds; the file is deleted then. @source LIVE 2025-12-12 (callback) */
function expiryOf(links: readonly ResultLink[]): number | undefined {
  const seconds = links.map(({ url }) => /[?&]Expires=(\d{10})\b/.exec(url)?.[1]).find(Boolean);
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
