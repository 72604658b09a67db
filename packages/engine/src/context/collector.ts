export interface CollectedFile {
  /** Absolute. */
  readonly filePath: string;
  readonly sizeBytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** What is doubtful about the file, in a sentence. Absent for a sound one. */
  readonly warning?: string;
}

export interface CollectRequest {
  readonly url: string;
  /** Reads the task again for a fresh link. */
  readonly refresh: () => Promise<string>;
  readonly filePath: string;
  /** Names the file at the service, whatever its link. */
  readonly resumeKey: string;
  /** Kept on every error. */
  readonly taskId?: string;
  readonly signal?: AbortSignal;
}

/**
 * Brings a result to the disk. Rejects with a DownloadError; a later call resumes. Never replaces a file: one of the same content is
 * the result, and for any other it rejects with `KLINGKIT_DOWNLOAD_FILE_EXISTS`, and is called again with the next free name.
 */
export type Collector = (request: CollectRequest) => Promise<CollectedFile>;
