import { KlingDownloadError } from "../errors/kling-download-error.ts";
import { isPublicAddress, isPublicHostname } from "./public-address.ts";

export interface UrlPolicy {
  /** Origins, such as the emulator's, that are fetched whatever their scheme and address. */
  readonly allowedOrigins: readonly string[];
  /** Addresses of a host name; undefined skips that check. A failing look-up is left to the fetch to report. */
  readonly resolveHost: ((hostname: string) => Promise<readonly string[]>) | undefined;
}

/**
 * The URL, if it may be fetched: https to a public host without credentials in it, or an allowed origin.
 * A name that resolves to a private address is refused too. The address may change between check and use; then TLS
 * still demands a certificate for the name.
 * @throws KlingDownloadError KLING_DOWNLOAD_URL_REFUSED; the message never shows path or query, which may be signed
 */
export async function checkUrl(text: string, { allowedOrigins, resolveHost }: UrlPolicy): Promise<URL> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw refuse("The link is not a URL.");
  if (url.username || url.password) throw refuse(`The link to ${url.host} carries credentials.`);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw refuse(`The link's scheme ${url.protocol} is not https:.`);
  }
  if (allowedOrigins.some((origin) => URL.canParse(origin) && new URL(origin).origin === url.origin))
    return url;
  if (url.protocol !== "https:") throw refuse(`The link to ${url.host} is not https.`);
  if (!isPublicHostname(url.hostname)) throw refuse(`The link's host ${url.hostname} is not a public one.`);
  const addresses = await (resolveHost?.(url.hostname) ?? Promise.resolve([])).catch(() => []);
  const hidden = addresses.find((address) => !isPublicAddress(address));
  if (hidden !== undefined)
    throw refuse(`The link's host ${url.hostname} leads to the private address ${hidden}.`);
  return url;
}

function refuse(reason: string): KlingDownloadError {
  return new KlingDownloadError({
    code: "KLING_DOWNLOAD_URL_REFUSED",
    message: `${reason} Only https links to public hosts are downloaded; name other servers in \`allowedOrigins\`.`,
  });
}
