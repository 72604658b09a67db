import { fromMarkdown } from "mdast-util-from-markdown";
import { toString as textOf } from "mdast-util-to-string";

/** Longest summary, in characters. */
const MAX_LENGTH = 220;

/** Title of a page, and the first sentence below it; empty where the page has none. */
export function readSummary(markdown: string): { readonly title: string; readonly summary: string } {
  const { children } = fromMarkdown(markdown);
  const at = children.findIndex((node) => node.type === "heading" && node.depth === 1);
  const title = children[at];
  const first = children
    .slice(at + 1)
    .find((node) => node.type === "paragraph" && textOf(node).trim() !== "");
  return { title: title ? textOf(title) : "", summary: first ? sentenceOf(textOf(first)) : "" };
}

function sentenceOf(text: string): string {
  const [sentence = ""] = text
    .replaceAll(/\s+/g, " ")
    .trim()
    .split(/(?<=[.!?:]) (?=[A-Z`"(])/);
  return sentence.length <= MAX_LENGTH
    ? sentence
    : `${sentence.slice(0, MAX_LENGTH).replace(/\s\S*$/, "")} …`;
}
