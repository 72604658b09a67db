/** A result file that is whole and has its own name. */
export interface DownloadedFile {
  /** Absolute. */
  readonly filePath: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
  /** True where a file of the same content had the name before: it was left as it is. Absent for a new file. */
  readonly alreadyExisted?: true;
  /** What is doubtful about the file, in a sentence. Absent for a sound one. */
  readonly warning?: string;
}
