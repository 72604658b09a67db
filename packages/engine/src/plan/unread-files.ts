import type { PlanContext } from "../context/media-loader.ts";

/** A file of a body that could not be read. */
export interface UnreadFile {
  readonly error: Error;
  /** As the request names it. */
  readonly input: string;
  /** Field of the body that names it, such as `image` or `contents[1].url`. */
  readonly field: string;
}

/** A context that keeps what its loader of files could not read, so that each file can be reported with its field. */
export function keepUnread(context: PlanContext): {
  readonly context: PlanContext;
  readonly unread: readonly UnreadFile[];
} {
  const { loadFile } = context;
  const unread: UnreadFile[] = [];
  if (!loadFile) return { context, unread };
  return {
    unread,
    context: {
      ...context,
      loadFile: (input, target) =>
        loadFile(input, target).catch((error: unknown) => {
          if (error instanceof Error) unread.push({ error, input, field: target.field });
          throw error;
        }),
    },
  };
}
