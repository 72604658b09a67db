import { isPublicHostname } from "@klingkit/spec";
import { DownloadError } from "../errors/download-error.ts";

/**
 * The URL, if it may be fetched: https to a public host without credentials in it, or one of the allowed origins,
 * such as the emulator's, whatever their scheme and address.
 * @throws DownloadError KLINGKIT_DOWNLOAD_URL_REFUSED; the message never shows path or query, which may be signed
 */
export function checkUrl(text: string, allowedOrigins: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw refuse("The link is not a URL.");
  if (url.username || url.password) throw refuse(`The link to ${url.host} carries credentials.`);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw refuse(`The link's scheme is ${url.protocol}, not https:.`);
  }
  if (isAllowedOrigin(url, allowedOrigins)) return url;
  if (url.protocol !== "https:") throw refuse(`The link to ${url.host} is not https.`, url);
  if (!isPublicHostname(url.hostname)) throw refuse(`The link's host ${url.host} is not public.`, url);
  return url;
}

/** The origin of a service on this machine, such as an emulator, whose results stand on this machine, too. Empty for any other. */
export function localOrigins(baseUrl: string): readonly string[] {
  const { hostname, origin } = new URL(baseUrl);
  return /^(localhost|\[::1\]|127(\.\d+){3})$/.test(hostname) ? [origin] : [];
}

export function isAllowedOrigin(url: URL, allowedOrigins: readonly string[]): boolean {
  return allowedOrigins.some((origin) => URL.canParse(origin) && new URL(origin).origin === url.origin);
}

/** A public name that leads to an address inside. */
export function refuseAddress(url: URL, address: string): DownloadError {
  return refuse(`The link's host ${url.host} leads to the private address ${address}.`, url);
}

/** `url` where allowing its origin would help. */
function refuse(reason: string, url?: URL): DownloadError {
  return new DownloadError({
    code: "KLINGKIT_DOWNLOAD_URL_REFUSED",
    message: `${reason} Only https links to public hosts are downloaded.`,
    host: url?.host,
    origin: url?.origin,
  });
}
