import type { YAMLError } from "yaml";

/** `prompt: a fox: red` */
const COLON = 'A ":" begins another field within this text. Put the text in quotes.';
const QUOTES = "Put the text in quotes.";

/** What is wrong with a YAML text and what helps, by the reader's code and, where one code stands for several, by its words. */
const PROBLEMS: readonly (readonly [code: string, words: RegExp, sentence: string])[] = [
  [
    "MULTIPLE_DOCS",
    /./,
    "The file has more than one document: a line `---` begins the next. Put each into a file of its own.",
  ],
  [
    "RESOURCE_EXHAUSTION",
    /./,
    "Lists and fields are nested too deeply to be read. Remove some of the brackets.",
  ],
  ["DUPLICATE_KEY", /./, "is here twice. Remove one of them."],
  ["TAB_AS_INDENT", /./, "This line is indented with a tab. Use spaces."],
  ["BAD_SCALAR_START", /./, `Text cannot begin with this character. ${QUOTES}`],
  ["BAD_DQ_ESCAPE", /./, "A backslash begins an escape here. Write \\\\, or use single quotes."],
  ["BLOCK_IN_FLOW", /./, COLON],
  ["BLOCK_AS_IMPLICIT_KEY", /./, COLON],
  ["MULTILINE_IMPLICIT_KEY", /./, `A ":" is missing after the name of the field, or text needs quotes.`],
  ["BAD_ALIAS", /./, `Text that begins with "&" or "*" is an anchor or an alias. ${QUOTES}`],
  ["TAG_RESOLVE_FAILED", /./, `Text that begins with "!" is a tag. ${QUOTES}`],
  ["MISSING_CHAR", /quote/, "The text has no closing quote. Add it."],
  ["MISSING_CHAR", /between|space after/, 'A comma, or a space after ":", is missing before this. Add it.'],
  ["MISSING_CHAR", /Comments/, 'A space is missing before "#". Add it, or put the text in quotes.'],
  ["MISSING_CHAR", /keys/, 'A ":" is missing after the name of the field. Write `field: value`.'],
  [
    "MISSING_CHAR",
    /Sequence item/,
    'This line is not indented as the fields above it, and is no entry of the list ("- "). Correct its indentation.',
  ],
];

const BRACKET = /end with a (.)$/;

/** The problem in our words; the reader's own are about YAML, and not about the file. */
export function sayYamlProblem({ code, message }: Pick<YAMLError, "code" | "message">): string {
  const bracket = BRACKET.exec(message)?.[1];
  if (bracket !== undefined) return `A closing "${bracket}" is missing before this. Add it.`;
  const found = PROBLEMS.find(([its, words]) => its === code && words.test(message));
  if (found) return found[2];
  return code === "BAD_INDENT"
    ? "The indentation does not fit the lines above. Begin fields of one request at the same column."
    : `This is not valid YAML. Check the line and its indentation, and put text with special characters in quotes.`;
}
