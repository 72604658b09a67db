/** One documented command of the page, with everything that is promised of it. */
export interface PageSection {
  /** `video status`. */
  readonly command: string;
  /** Command lines in the order of the page, as words after `kling`. */
  readonly lines: readonly (readonly string[])[];
  readonly flags: readonly PageFlag[];
  /** Documented objects, each with the words before it. */
  readonly outputs: readonly PageOutput[];
  /** The text itself, for its notes. */
  readonly text: string;
}

export interface PageFlag {
  readonly long: string;
  readonly short: string | undefined;
  readonly type: string;
  /** As written, e.g. `create`; undefined where none is named. */
  readonly defaultText: string | undefined;
  readonly isRequired: boolean;
}

export interface PageOutput {
  readonly title: string;
  readonly value: unknown;
}

/** Reads the page of the video commands; everything that it shows stands in the result. */
export function readPage(page: string): readonly PageSection[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((text) => ({
      command: /^`kling ([^`]+)`/.exec(text)?.[1] ?? "",
      lines: [...text.matchAll(/```bash\n([\s\S]*?)```/g)].flatMap(([, block = ""]) => linesOf(block)),
      flags: [...text.matchAll(/^\| `(--[\w-]+)` \|(.*)\|$/gm)].map(([, long = "", rest = ""]) =>
        flagOf(long, rest),
      ),
      outputs: [...text.matchAll(/([^\n]+)\n+```json\n([\s\S]*?)```/g)].map(([, title = "", json = ""]) => ({
        title: title.replaceAll(/[*#:]/g, "").trim(),
        value: JSON.parse(json),
      })),
      text,
    }));
}

const linesOf = (block: string): readonly (readonly string[])[] =>
  block
    .split("\n")
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => line.startsWith("kling "))
    .map((line) =>
      [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "").slice(1),
    );

function flagOf(long: string, rest: string): PageFlag {
  const [short = "", type = "", defaultText = "", required = ""] = rest
    .split("|")
    .map((cell) => cell.trim().replaceAll("`", ""));
  return {
    long,
    short: short || undefined,
    type,
    defaultText: defaultText || undefined,
    isRequired: required === "Yes",
  };
}
