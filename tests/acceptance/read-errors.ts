/** One thing that goes wrong, and what is said of it. */
export interface ErrorCase {
  /** Such as `2. a length that the model cannot make`. */
  readonly title: string;
  /** Files of the case, by name. */
  readonly files: Readonly<Record<string, string>>;
  /** A command line, one that is interrupted (Ctrl-C) at its question on a terminal, or code. */
  readonly trigger: { readonly kind: "command" | "interrupted" | "code"; readonly text: string };
  /** Error code, and whether money may have been spent. */
  readonly code: string;
  readonly mayHaveCharged: string;
  readonly message: string;
}

const KINDS: Readonly<Record<string, ErrorCase["trigger"]["kind"]>> = {
  sh: "command",
  console: "interrupted",
};

/** Reads the page of errors: a heading for each, blocks for its files and its trigger, and a quote block with code, charge and message. */
export function readErrors(page: string): readonly ErrorCase[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((text) => {
      const [title = ""] = text.split("\n", 1);
      const blocks = [...text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```/gm)].map(
        ([, language = "", name, body = ""]) => ({ language, name, body }),
      );
      const files = blocks.flatMap(({ name, body }) => (name === undefined ? [] : [[name, body] as const]));
      const trigger = blocks.find(({ language, name }) => name === undefined && language !== "text");
      const [said = "", ...lines] = (blocks.find(({ language }) => language === "text")?.body ?? "")
        .trimEnd()
        .split("\n");
      const [, code = "", mayHaveCharged = ""] = /^(\S+), may have charged: (\w+)$/.exec(said) ?? [];
      if (trigger === undefined || code === "") throw new Error(`not a whole case: ${title}`);
      return {
        title,
        files: Object.fromEntries(files),
        trigger: { kind: KINDS[trigger.language] ?? "code", text: trigger.body.trim() },
        code,
        mayHaveCharged,
        message: lines.join("\n"),
      };
    });
}
