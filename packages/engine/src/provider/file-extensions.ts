import type { TaskFile } from "./provider.ts";

/** Usual extension of a file by its kind. */
export const EXTENSIONS: Readonly<Record<TaskFile["kind"], string>> = {
  video: "mp4",
  image: "png",
  audio: "mp3",
  subtitle: "srt",
  voice: "mp3",
  // Never written.
  element: "element",
};
