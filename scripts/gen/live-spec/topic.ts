/** One part of the live spec, which `kling spec NAME` prints alone. */
export interface Topic {
  readonly name: string;
  readonly title: string;
  /** What it holds, in a phrase. */
  readonly summary: string;
  /** Markdown without the title; headings from `###`. */
  readonly text: string;
}

/** A page of the reference as a topic: its title goes, and every heading stands one level lower. */
export function topicOfPage(page: string, { name, title, summary }: Omit<Topic, "text">): Topic {
  const text = page
    .replace(/^<!--[^\n]*-->\n+/, "")
    .replace(/^# [^\n]*\n+/, "")
    .replaceAll(/^##+ /gm, (marks) => `#${marks}`)
    .trim();
  return { name, title, summary, text };
}
