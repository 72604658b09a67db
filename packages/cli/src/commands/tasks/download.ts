import type { Deps } from "../../deps.ts";
import { ALLOW_HOST_FLAG } from "../../session/allow-hosts.ts";
import { CONNECTION_FLAGS, JSON_FLAG } from "../../session/connection-flags.ts";
import { STORE_FLAG } from "../../session/engine-flags.ts";
import type { Flag } from "../../session/flag.ts";
import { PREVIEW_FLAG } from "../../session/preview-flag.ts";
import { type TaskGroup, typeNames } from "../../session/task-types.ts";
import type { CommandRow } from "../command-row.ts";
import type { DownloadOptions } from "./download-run.ts";

const VIDEO_EXAMPLES = `
Examples:
  kling video download 867283741759111202 -o fox.mp4
  kling video download 867283741759111202 --type add-sound --format mp3 -o fox.mp3`;

const examplesOf = (group: TaskGroup): string => `
Examples:
  kling ${group} download 867283741759111202 -o result
  kling ${group} download 867283741759111202 --all -o results`;

const formatFlags = (group: TaskGroup): readonly Flag[] =>
  group === "video"
    ? [["--format <format>", "Format: video, mp3 or wav; mp3 and wav only with --type add-sound", "video"]]
    : [
        ["--format <format>", "Format of a result that has several, such as mp3 or wav (default: the first)"],
        ["--index <number>", "Number of the result, from 0 (default: 0)"],
        ["--all", "Download all results; --output is then a folder"],
      ];

/** \`kling video download\`, and the same for the tasks of another group. */
export const downloadRow = (group: TaskGroup): CommandRow => ({
  words: [group, "download"],
  operands: "[task_id]",
  summary: "Download the result of a finished task",
  flags: [
    ["-o, --output <file>", "File to write; its folders are created (required)"],
    ["-t, --type <type>", `Task type: ${typeNames(group)} (default: any)`],
    ...formatFlags(group),
    ["--force", "Replace an existing file"],
    ["--watermark", "Download the version with a watermark"],
    ["--external", "Read the ID as an external task ID"],
    PREVIEW_FLAG,
    STORE_FLAG,
    JSON_FLAG,
    ALLOW_HOST_FLAG,
    ...CONNECTION_FLAGS,
  ],
  help: group === "video" ? VIDEO_EXAMPLES : examplesOf(group),
  load: async () => {
    const run =
      group === "video"
        ? (await import("./download-run.ts")).runDownload
        : (await import("./download-results-run.ts")).runDownloadResults;
    return (taskId: string | undefined, options: DownloadOptions, deps: Deps) =>
      run(taskId, { ...options, group }, deps);
  },
});
