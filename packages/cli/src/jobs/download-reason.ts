/** Why a file was not downloaded, without its path and the advice to try again: what names the job has a command for that. */
export const downloadReason = (message: string): string =>
  message
    .replace(/^.* was not downloaded: (.)/, (_, first: string) => first.toUpperCase())
    .replace(/: read the task again for a fresh link(?=\.$)| Download again later\.$/, "");
