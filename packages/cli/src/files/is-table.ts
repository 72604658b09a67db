import { extname } from "node:path";

/** Whether a file lists requests as a spreadsheet exports them. */
export const isTable = (file: string): boolean => [".csv", ".tsv"].includes(extname(file).toLowerCase());
