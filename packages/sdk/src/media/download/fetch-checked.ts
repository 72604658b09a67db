import { KlingDownloadError } from "../errors/kling-download-error.ts";
import { createBreak } from "./download-failures.ts";
import { checkUrl, type UrlPolicy } from "./url-policy.ts";

const MAX_REDIRECTS = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

export interface FetchCheckedOptions {
  readonly fetch: typeof fetch;
  readonly policy: UrlPolicy;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** GETs a hostile link: no credentials, and every hop of at most 5 redirects is checked before it is asked. */
export async function fetchChecked(link: string, options: FetchCheckedOptions): Promise<Response> {
  let url = await checkUrl(link, options.policy);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const response = await get(url, options);
    const location = response.headers.get("location");
    if (!REDIRECTS.includes(response.status) || location === null) return response;
    await response.body?.cancel();
    const target = URL.canParse(location, url) ? new URL(location, url).href : location;
    url = await checkUrl(target, options.policy);
  }
  throw new KlingDownloadError({
    code: "KLING_DOWNLOAD_TOO_MANY_REDIRECTS",
    message: `The link was redirected more than ${MAX_REDIRECTS} times.`,
  });
}

async function get(url: URL, { fetch, headers, signal }: FetchCheckedOptions): Promise<Response> {
  try {
    return await fetch(url.href, { headers, redirect: "manual", credentials: "omit", signal });
  } catch (error) {
    throw createBreak(error);
  }
}
