/** Where every fact's source is listed. */
export const SOURCES_PAGE = "docs/sources.md";

/** `LIVE 2026-09-28`, `DOC`, …: a confidence, and the day or month where one is known. */
const DATED = /\b(?:LIVE|DOC-OLD|DOC|LOG|SDK|MIRROR|INF|OFF)(?: \d{4}-\d{2}(?:-\d{2})?)?(?![\w-])/g;
const TAG = /@source (.*?)(?:\*\/.*)?$/gm;
/** A descriptor's `source`, and a fixture's. */
const FIELDS =
  /"?confidence"?: "([A-Z-]+)",[^}]*?"?readOn"?: "([\d-]+)"|"readOn": "([\d-]+)",\s*"confidence": "([A-Z-]+)"/g;
const CODE = /^(?:packages|bench|tests)\/.*\.ts$/;
const PROVENANCE = /^fixtures\/.*\.source\.json$/;

/** Ids of the page's tables: the first column, as code. */
export function readSourceIds(page: string): ReadonlySet<string> {
  return new Set([...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, id = ""]) => id));
}

/** Sources in one file that the page does not list, one line each. */
export function findSourceProblems(path: string, text: string, ids: ReadonlySet<string>): string[] {
  const problem = (source: string) => `${path}: "${source}" is not listed in ${SOURCES_PAGE}`;
  if (PROVENANCE.test(path)) return unlistedFields(text, ids).map(problem);
  if (!CODE.test(path)) return [];
  const tags = [...text.matchAll(TAG)].map(([, source = ""]) => source.trim());
  return [...tags.flatMap((tag) => unlistedInTag(tag, ids)), ...unlistedFields(text, ids)].map(problem);
}

function unlistedFields(text: string, ids: ReadonlySet<string>): string[] {
  return [...text.matchAll(FIELDS)]
    .map(([, confidence, readOn, laterReadOn, laterConfidence]) =>
      [confidence ?? laterConfidence, readOn ?? laterReadOn].join(" "),
    )
    .filter((id) => !ids.has(id));
}

/** A tag names one or more dated sources, or a document, or a page that anyone can open. */
function unlistedInTag(tag: string, ids: ReadonlySet<string>): string[] {
  const dated = [...tag.matchAll(DATED)].map(([id]) => id);
  if (dated.length > 0) return dated.filter((id) => !ids.has(id));
  const isKnown = /https:\/\//.test(tag) || [...ids].some((id) => tag.includes(id));
  return isKnown ? [] : [tag];
}
