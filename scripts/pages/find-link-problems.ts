import { posix } from "node:path";
import type { Page } from "./read-page.ts";

export interface Checkout {
  readonly pages: ReadonlyMap<string, Page>;
  /** Whether a file or folder of the checkout exists. */
  readonly exists: (path: string) => boolean;
}

const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:|^\/\//i;

/** A link inside the checkout, resolved; undefined for one that leads out of it. */
export function resolveLink(from: string, url: string): { path: string; anchor?: string } | undefined {
  if (HAS_SCHEME.test(url)) return undefined;
  const [target = "", anchor] = url.split("#");
  const path = target === "" ? from : posix.join(posix.dirname(from), decodeURI(target));
  return anchor === undefined ? { path } : { path, anchor };
}

/** Links of a page to files and headings that do not exist, as `path:line: message`. */
export function findLinkProblems(page: Page, { pages, exists }: Checkout): string[] {
  return page.targets.flatMap(({ url, line }) => {
    const link = resolveLink(page.path, url);
    if (!link) return [];
    const at = `${page.path}:${line}: ${url}`;
    if (link.path.startsWith("../")) return [`${at} leads out of the repository`];
    if (!exists(link.path)) return [`${at}: there is no ${link.path}`];
    const target = pages.get(link.path);
    if (link.anchor === undefined || !target || target.anchors.has(link.anchor)) return [];
    return [`${at}: ${link.path} has no heading #${link.anchor}`];
  });
}

/** Pages below a folder that nobody finds who starts at its index. */
export function findUnreachable(index: string, { pages }: Checkout): string[] {
  const folder = `${posix.dirname(index)}/`;
  const seen = new Set([index]);
  for (const path of seen) {
    for (const { url } of pages.get(path)?.targets ?? []) {
      const target = resolveLink(path, url)?.path;
      if (target !== undefined && pages.has(target)) seen.add(target);
    }
  }
  return [...pages.keys()]
    .filter((path) => path.startsWith(folder) && !seen.has(path))
    .map((path) => `${path}:1: no chain of links leads here from ${index}`);
}
