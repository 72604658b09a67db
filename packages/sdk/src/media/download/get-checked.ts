import { DownloadError } from "../errors/download-error.ts";
import type { Answer, Get, GetOptions } from "./answer.ts";
import { checkUrl } from "./url-policy.ts";

const MAX_REDIRECTS = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

export interface GetCheckedOptions extends GetOptions {
  readonly get: Get;
  readonly allowedOrigins: readonly string[];
}

/** GETs a hostile link: no credentials, and every hop of at most 5 redirects is checked before it is asked. */
export async function getChecked(link: string, options: GetCheckedOptions): Promise<Answer> {
  let url = checkUrl(link, options.allowedOrigins);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const answer = await options.get(url, options);
    const location = answer.headers.get("location");
    if (!REDIRECTS.includes(answer.status) || location === null) return answer;
    answer.close();
    url = checkUrl(
      URL.canParse(location, url) ? new URL(location, url).href : location,
      options.allowedOrigins,
    );
  }
  throw new DownloadError({
    code: "KLINGKIT_DOWNLOAD_TOO_MANY_REDIRECTS",
    message: `The link was redirected more than ${MAX_REDIRECTS} times.`,
  });
}
