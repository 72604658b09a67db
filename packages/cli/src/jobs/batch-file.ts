import type { RouteChoiceOptions } from "../session/route-choice.ts";

interface Meant extends RouteChoiceOptions {
  readonly purpose?: string;
}

/** The file, where commands that take `--batch FILE` find the same requests: they read the file alone. Undefined elsewhere. */
export const batchFileOf = (
  file: string,
  { purpose, service, cheapest = false }: Meant,
): string | undefined =>
  file !== "-" && purpose === undefined && service === undefined && !cheapest ? file : undefined;
