import { viewBase64 } from "../../media/byte-view.ts";
import { lookAtImage } from "../../media/media-fault.ts";
import { mediaExtension } from "../../media/media-format.ts";
import { MEDIA_RULES, type MediaRule } from "../../media/media-rules.ts";
import { isPublicHostname } from "../../media/public-address.ts";
import type { ItemFact } from "../facts.ts";
import { inputVideoRule } from "../input-video.ts";
import type { Finding, Rule, RuleScope } from "./rule.ts";

const isUrl = (value: string) => /^https?:\/\/[^\s/]+/i.test(value);
const isBase64 = (value: string) => value.length >= 16 && /^[A-Za-z0-9+/]+={0,2}$/.test(value);

/**
 * Base64 must be bare; videos are URLs. What a URL leads to is found out by the service only after it accepted the task:
 * a client looks at the bytes that it sends, and at what an address says.
 */
export const mediaRule: Rule = (scope) => {
  const { facts, row } = scope;
  const imageRule = MEDIA_RULES[row.imageRule];
  const { firstFrame, lastFrame, motionImage, staticMask, referenceImages, dynamicMasks } = facts;
  const images = [firstFrame, lastFrame, motionImage, staticMask, ...referenceImages, ...dynamicMasks];
  for (const image of images) if (image) judgeImage(scope, image, imageRule);
  const videoRule = inputVideoRule(facts, row);
  for (const video of [facts.motionVideo, ...facts.videos]) if (video) judgeVideo(scope, video, videoRule);
};

function judgeImage(scope: RuleScope, { path, value }: ItemFact, rule: MediaRule): void {
  if (isUrl(value)) judgeLink(scope, { path, value, rule });
  else if (isBase64(value)) judgeContent(scope, { path, value, rule });
  else scope.refuse({ rule: "image-value", at: { path }, message: imageHelp(value) });
}

function imageHelp(value: string): string {
  if (/^data:/i.test(value)) return "send the base64 alone, without the `data:…;base64,` prefix.";
  return "is neither an http(s) URL nor base64. The service reads no files of yours: send the bytes of a file as base64.";
}

function judgeVideo(scope: RuleScope, { path, value }: ItemFact, rule: MediaRule | undefined): void {
  if (isUrl(value)) judgeLink(scope, { path, value, rule });
  else scope.refuse({ rule: "video-url", at: { path }, message: VIDEO_HELP });
}

const VIDEO_HELP =
  "is not an http(s) URL. The service takes videos by URL only: put the file where the service can fetch it, such as a bucket with a signed link.";

interface Judged {
  readonly path: string;
  readonly value: string;
  readonly rule: MediaRule | undefined;
}

/** The service accepts any bytes, and fails the task later. */
function judgeContent({ as, refuse }: RuleScope, { path, value, rule }: Judged): void {
  if (as === "service" || !rule) return;
  const { fault } = lookAtImage(rule, viewBase64(value));
  if (fault) refuse({ rule: "image-content", at: { path }, message: fault.reason });
}

function judgeLink(scope: RuleScope, { path, value, rule }: Judged): void {
  if (scope.as === "service") return;
  const help =
    rule?.kind === "image" ? "an address on the internet, or send the image as base64" : ON_THE_INTERNET;
  judgeHost(scope, { at: { path }, address: value, help });
  const extension = URL.canParse(value) ? mediaExtension(new URL(value).pathname) : undefined;
  if (!rule || extension === undefined || rule.formats.includes(extension)) return;
  const message = `its name ends in .${extension}; the service takes ${rule.formats.join(", ")}.`;
  scope.warn({ rule: "format-by-name", at: { path }, message });
}

/** An address that only machines of a local network reach is of use to a service that runs there, such as an emulator. */
function judgeHost(
  { isLocalService, refuse, warn }: RuleScope,
  { at, address, help }: { readonly at: Finding["at"]; readonly address: string; readonly help: string },
): void {
  const hostname = URL.canParse(address) ? new URL(address).hostname : "";
  if (isPublicHostname(hostname)) return;
  const host = hostname === "" ? "the address" : hostname;
  if (isLocalService) {
    const message = `${host} is not a public host: an emulator may reach it, the service cannot.`;
    warn({ rule: "private-address", at, message });
  } else {
    const message = `${host} is not a public host, so the service cannot reach it. Use ${help}.`;
    refuse({ rule: "unreachable-address", at, message });
  }
}

const ON_THE_INTERNET = "an address on the internet";

export const callbackRule: Rule = (scope) => {
  const { callbackUrl } = scope.facts;
  if (callbackUrl === undefined) return;
  if (!isUrl(callbackUrl)) {
    const message = "is not an http(s) URL.";
    scope.refuse({ rule: "callback-url", at: "callbackUrl", message, subject: callbackUrl });
  } else if (scope.as === "client")
    judgeHost(scope, { at: "callbackUrl", address: callbackUrl, help: ON_THE_INTERNET });
};
