import { join, parse } from "node:path";

/** Where a further result of a job goes, beside its first: `fox.2.png` beside `fox.png`. `number`: from 1, in the order of the service. */
export function furtherPath(firstPath: string, number: number, extension: string): string {
  const { dir, name } = parse(firstPath);
  return join(dir, `${name}.${number + 1}${extension}`);
}
