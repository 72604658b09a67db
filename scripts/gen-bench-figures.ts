// Fills tables of figures in pages from bench/results, so that no figure of a run is typed by hand.
import { globSync, readFileSync } from "node:fs";
import { fillFigures } from "./gen/bench-figures.ts";
import { fillFaultFigures } from "./gen/fault-figures.ts";

const PAGES = ["README.md", "docs/**/*.md"];

export async function generate(): Promise<ReadonlyMap<string, string>> {
  const readMeasure = (name: string): unknown =>
    JSON.parse(readFileSync(`bench/results/${name}.json`, "utf8"));
  const pages = globSync(PAGES)
    .sort()
    .map((path) => [path, readFileSync(path, "utf8")] as const);
  return new Map(
    pages
      .filter(([, markdown]) => markdown.includes("<!-- bench"))
      .map(([path, markdown]) => [
        path,
        fillFaultFigures(fillFigures(path, markdown, readMeasure), readMeasure),
      ]),
  );
}
