import type { ItemFact } from "../../operation/operation.ts";
import { isPublicHostname } from "../../public-address.ts";
import { viewBase64 } from "../media/byte-view.ts";
import { lookAtImage, lookAtSound } from "../media/media-fault.ts";
import { mediaExtension } from "../media/media-format.ts";
import type { MediaRule } from "../media/media-rule.ts";
import { countCharacters } from "./count-characters.ts";
import type { RuleScope } from "./rule.ts";

/** The part of a scope that needs no facts. */
export type Reporter = Pick<RuleScope, "as" | "isLocalService" | "refuse" | "warn">;

const isUrl = (value: string) => /^https?:\/\/[^\s/]+/i.test(value);
const isBase64 = (value: string) => value.length >= 16 && /^[A-Za-z0-9+/]+={0,2}$/.test(value);

/** Characters are code points. A blank text counts as absent and is judged by its schema. */
export function judgeLength(
  { refuse }: Pick<Reporter, "refuse">,
  path: string,
  text: string | undefined,
  max: number,
): void {
  // A text has no more characters than UTF-16 units.
  if (text === undefined || text.length <= max) return;
  const length = countCharacters(text);
  if (length <= max) return;
  refuse({
    rule: "prompt-length",
    path,
    message: `has ${length} characters; at most ${max} pass.`,
    subject: max,
  });
}

/** Both ends count. A list that is missing is judged by its schema. */
export function judgeListLength(
  { refuse }: Pick<Reporter, "refuse">,
  path: string,
  list: readonly unknown[] | undefined,
  { min, max }: { readonly min: number; readonly max: number },
): void {
  if (list === undefined || (list.length >= min && list.length <= max)) return;
  const message = `has ${list.length} entries; ${min === max ? `exactly ${min}` : `${min} to ${max}`} must be given.`;
  refuse({ rule: "list-length", path, message, subject: [min, max] });
}

/** Base64 must be bare. What a URL leads to is found out by the service only after it accepted the task. */
export function judgeImage(reporter: Reporter, { path, value }: ItemFact, rule: MediaRule): void {
  if (isUrl(value)) judgeLink(reporter, { path, value, rule });
  else if (isBase64(value)) judgeContent(reporter, { path, value, rule });
  else reporter.refuse({ rule: "image-value", path, message: imageHelp(value) });
}

function imageHelp(value: string): string {
  if (/^data:/i.test(value)) return "send the base64 alone, without the `data:…;base64,` prefix.";
  return "is neither an http(s) URL nor base64. The service reads no files of yours: send the bytes of a file as base64.";
}

/** Sounds of operations that also take base64, which must be bare. */
export function judgeSound(reporter: Reporter, { path, value }: ItemFact, rule: MediaRule): void {
  const { as, refuse } = reporter;
  if (isUrl(value)) judgeLink(reporter, { path, value, rule });
  else if (!isBase64(value)) refuse({ rule: "audio-value", path, message: imageHelp(value) });
  else if (as === "client") {
    const { fault } = lookAtSound(rule, viewBase64(value));
    if (fault) refuse({ rule: "audio-content", path, message: fault.reason });
  }
}

/** Sounds are URLs. */
export function judgeAudio(reporter: Reporter, { path, value }: ItemFact, rule: MediaRule): void {
  if (isUrl(value)) judgeLink(reporter, { path, value, rule });
  else {
    const message =
      "is not an http(s) URL. The service takes this file by URL only: put it where the service can fetch it, such as a bucket with a signed link.";
    reporter.refuse({ rule: "audio-url", path, message, subject: value });
  }
}

/** Videos are URLs. */
export function judgeVideo(reporter: Reporter, { path, value }: ItemFact, rule: MediaRule | undefined): void {
  if (isUrl(value)) judgeLink(reporter, { path, value, rule });
  else reporter.refuse({ rule: "video-url", path, message: VIDEO_HELP });
}

const VIDEO_HELP =
  "is not an http(s) URL. The service takes videos by URL only: put the file where the service can fetch it, such as a bucket with a signed link.";

interface Judged {
  readonly path: string;
  readonly value: string;
  readonly rule: MediaRule | undefined;
}

/** The service accepts any bytes, and fails the task later. */
function judgeContent({ as, refuse }: Reporter, { path, value, rule }: Judged): void {
  if (as === "service" || !rule) return;
  const { fault } = lookAtImage(rule, viewBase64(value));
  if (fault) refuse({ rule: "image-content", path, message: fault.reason });
}

function judgeLink(reporter: Reporter, { path, value, rule }: Judged): void {
  if (reporter.as === "service") return;
  const help =
    rule?.kind === "image" ? "an address on the internet, or send the image as base64" : ON_THE_INTERNET;
  judgeHost(reporter, { path, address: value, help });
  const extension = URL.canParse(value) ? mediaExtension(new URL(value).pathname) : undefined;
  if (!rule || extension === undefined || rule.formats.includes(extension)) return;
  const message = `its name ends in .${extension}; the service takes ${rule.formats.join(", ")}.`;
  reporter.warn({ rule: "format-by-name", path, message });
}

interface Address {
  readonly path: string;
  readonly address: string;
  readonly help: string;
}

/** An address that only machines of a local network reach is of use to a service that runs there, such as an emulator. */
function judgeHost({ isLocalService, refuse, warn }: Reporter, { path, address, help }: Address): void {
  const hostname = URL.canParse(address) ? new URL(address).hostname : "";
  if (isPublicHostname(hostname)) return;
  const host = hostname === "" ? "the address" : hostname;
  if (isLocalService) {
    const message = `${host} is not a public host: an emulator may reach it, the service cannot.`;
    warn({ rule: "private-address", path, message });
  } else {
    const message = `${host} is not a public host, so the service cannot reach it. Use ${help}.`;
    refuse({ rule: "unreachable-address", path, message });
  }
}

const ON_THE_INTERNET = "an address on the internet";

/** The address that hears of every change of a task. */
export function judgeCallback(reporter: Reporter, path: string, callbackUrl: string | undefined): void {
  if (callbackUrl === undefined) return;
  if (!isUrl(callbackUrl)) {
    const message = "is not an http(s) URL.";
    reporter.refuse({ rule: "callback-url", path, message, subject: callbackUrl });
  } else if (reporter.as === "client")
    judgeHost(reporter, { path, address: callbackUrl, help: ON_THE_INTERNET });
}
