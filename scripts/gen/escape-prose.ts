/** Text of a terminal as Markdown: what is no code must not be read as HTML. Spans of code stay. */
export const escapeProse = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replaceAll(/[<*]/g, "\\$&")))
    .join("");
