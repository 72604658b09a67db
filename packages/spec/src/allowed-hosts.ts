/** `HOST` and `HOST:PORT` stand for both schemes, an origin for itself. Empty for anything else. */
export function originsOfHost(text: string): readonly string[] {
  const host = text.trim();
  const candidates = /^https?:\/\//i.test(host) ? [host] : [`https://${host}`, `http://${host}`];
  const urls = candidates.flatMap((candidate) => (URL.canParse(candidate) ? [new URL(candidate)] : []));
  const isHost = urls.every((url) => url.href === `${url.origin}/`);
  return isHost ? urls.map(({ origin }) => origin) : [];
}

/** Names of a list such as that of `KLING_ALLOW_HOSTS`. */
export const hostsOfList = (list: string): readonly string[] =>
  list.split(",").filter((host) => host.trim() !== "");

export const HOST_RULE = "not a host such as files.example or 10.0.0.7:8080";
