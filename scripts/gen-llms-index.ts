// Writes docs/llms.txt, the index of the documentation for language models: each page with its title and its first sentence.
import { globSync, readFileSync } from "node:fs";
import { readSummary } from "./gen/read-summary.ts";

const PAGE = "docs/llms.txt";

interface Section {
  readonly title: string;
  readonly pages: string;
}

/** Sections in the order in which a reader needs them. A page belongs to the first that matches. */
const SECTIONS: readonly Section[] = [
  { title: "Start", pages: "docs/start/*.md" },
  { title: "Guides", pages: "docs/guides/*.md" },
  { title: "Reference", pages: "docs/reference/*.md" },
  { title: "Operate", pages: "docs/operate/*.md" },
  { title: "Services and project", pages: "docs/*.md" },
  { title: "Packages", pages: "packages/*/README.md" },
];

export async function generate(): Promise<ReadonlyMap<string, string>> {
  const sections = SECTIONS.map(({ title, pages }) => {
    const lines = globSync(pages).sort().map(lineOf);
    return lines.length === 0 ? undefined : `## ${title}\n\n${lines.join("\n")}`;
  });
  return new Map([[PAGE, `${[INTRODUCTION, ...sections.filter(Boolean)].join("\n\n")}\n`]]);
}

/** Links start at this file, so that they also work in an installed copy. */
function lineOf(path: string): string {
  const { title, summary } = readSummary(readFileSync(path, "utf8"));
  const link = path.startsWith("docs/") ? path.slice("docs/".length) : `../${path}`;
  return `- [${title}](${link})${summary === "" ? "" : `: ${summary}`}`;
}

const INTRODUCTION = `# klingkit

> Describe a video, see what it costs, approve it, and get the file, paid for exactly once. A typed SDK, the command line \`kling\`, a durable engine, a local emulator, an AI SDK provider and an MCP server for Kling AI and Higgsfield.

Everything runs against the emulator without a key and without cost: \`kling demo "a fox in the snow"\`, \`kling run batch.yaml --emulated\`. Nothing is bought without an approval. \`kling COMMAND --help --json\` describes a command as data, and \`kling spec\` prints all that is known of both services. JSON Schemas of files and outputs are in [reference/schemas](reference/schemas).`;
