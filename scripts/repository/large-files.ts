/** Text grows by lines; what is larger is a recording, an archive or a bundle that slipped in. */
const SIZE_LIMIT_BYTES = 300_000;
/** Binary files that belong here, each with a reason to be no text. */
const BINARIES: ReadonlySet<string> = new Set([
  // First frame of examples/batch.yaml.
  "examples/lake.png",
  // The contact sheet in motion at the top of README, made by `npm run gen -- pictures`.
  "docs/pictures/sheet.webp",
  // A report in a browser, and two clips compared there, made by the same command.
  "docs/pictures/report.webp",
  "docs/pictures/compare.webp",
  // What the commands of two guides make, and what an agent's program shows; compared by docs/pictures/facts.json.
  "docs/pictures/approval-light.webp",
  "docs/pictures/approval-dark.webp",
  "docs/pictures/create-videos.webp",
  "docs/pictures/create-images-and-audio.webp",
]);
/** Git's own measure: a zero byte near the beginning. */
const PROBE_BYTES = 8000;

/** Says what is wrong with a tracked file's bytes, if anything. */
export function findFileProblems(path: string, bytes: Uint8Array): string[] {
  const isBinary = bytes.subarray(0, PROBE_BYTES).includes(0);
  return [
    ...(bytes.byteLength > SIZE_LIMIT_BYTES
      ? [
          `${path}: ${Math.ceil(bytes.byteLength / 1000)} kB; files here have at most ${SIZE_LIMIT_BYTES / 1000} kB`,
        ]
      : []),
    ...(isBinary && !BINARIES.has(path)
      ? [`${path}: is binary; remove it, or list it with its reason in scripts/repository/large-files.ts`]
      : []),
  ];
}
