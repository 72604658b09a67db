import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { formatTable } from "../../terminal/table.ts";
import type { SpecTopic } from "./spec-topic.ts";

export interface SpecOptions extends OutputOptions {
  readonly list?: boolean;
}

/** Prints the live spec, a topic of it or an operation as Markdown, which is what people, pipes and agents read. */
export async function runSpec(
  name: string | undefined,
  code: string | undefined,
  { list = false, json }: SpecOptions,
  deps: Deps,
): Promise<void> {
  if (code !== undefined) {
    if (name !== "errors")
      throw usageError("usage_error", "A second word is an error code: `kling spec errors CODE`.");
    return (await import("./error-code-run.ts")).printErrorCode(code, { json: json ?? false }, deps);
  }
  const { LIVE_SPEC } = await import("./live-spec.gen.ts");
  if (list) return printTopics(LIVE_SPEC, { json: json ?? false }, deps);
  const found = name === undefined ? wholeOf(LIVE_SPEC) : find(LIVE_SPEC, name);
  if (found === undefined) throw unknownTopic(LIVE_SPEC, name ?? "");
  const { name: topic, title, text } = found;
  const markdown = `# ${title}\n\n${text}\n`;
  if (json) printResult(deps, { json }, { success: true, topic, title, text }, () => markdown);
  else deps.io.stdout.write(markdown);
}

function printTopics(topics: readonly SpecTopic[], options: OutputOptions, deps: Deps): void {
  const rows = topics.map(({ name, title, summary }) => ({ topic: name, title, summary }));
  printResult(deps, options, { success: true, topics: rows, count: rows.length }, (style) =>
    formatTable(
      style,
      [{ title: "TOPIC" }, { title: "WHAT IT HOLDS", min: 20 }],
      rows.map(({ topic, summary }) => [topic, summary]),
    ),
  );
}

const wholeOf = (topics: readonly SpecTopic[]): SpecTopic => ({
  name: "all",
  title: "Live spec",
  summary: "",
  text: topics.map(({ title, text }) => `## ${title}\n\n${text}`).join("\n\n"),
});

const find = (topics: readonly SpecTopic[], name: string): SpecTopic | undefined =>
  topics.find((topic) => topic.name === name) ?? findOperation(topics, name);

/** What stands under the heading of an operation, such as `v1/text2video`: its fields, then what its models can do. */
function findOperation(topics: readonly SpecTopic[], id: string): SpecTopic | undefined {
  const parts = topics
    .toReversed()
    .flatMap(({ text }) => text.split(/^(?=#{3,4} )/m))
    .filter((part) => part.startsWith(`#### \`${id}\`\n`))
    .map((part) => part.slice(part.indexOf("\n")).trim());
  return parts.length === 0 ? undefined : { name: id, title: id, summary: "", text: parts.join("\n\n") };
}

const unknownTopic = (topics: readonly SpecTopic[], name: string) =>
  usageError(
    "invalid_topic",
    `spec: no topic and no operation '${name}'. Topics: ${topics.map((topic) => topic.name).join(", ")}. \`kling operations\` lists the operations.`,
  );
