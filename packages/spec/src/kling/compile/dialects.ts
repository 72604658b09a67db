import { didYouMean, suggest } from "../../suggest.ts";
import { findLegacyTokens, type LegacyReferenceKind, legacyToken, mentionOf } from "../video/prompt.ts";
import { nameItems, type VideoRequest } from "../video/request.ts";

/** A place where a prompt names an input in another way than `@name`. */
export interface DialectFinding {
  /** `prompt` or `shots[0].prompt`. */
  readonly path: string;
  /** Whether the words were changed to what is meant; otherwise the request is to be refused. */
  readonly isTranslated: boolean;
  readonly message: string;
}

export interface TranslatedRequest {
  readonly request: VideoRequest;
  readonly findings: readonly DialectFinding[];
}

interface Item {
  readonly kind: LegacyReferenceKind;
  readonly name: string;
  /** Field of the request that holds it. */
  readonly field: string;
  /** Id in the service's library, for elements and voices. */
  readonly id?: string;
}

interface Scope {
  readonly items: readonly Item[];
  /** First and last frame, which the service counts among the images and no prompt can name. */
  readonly frames: number;
  /** Bodies of this family write `<<<image_1>>>`. */
  readonly isLegacy: boolean;
}

const KINDS: Readonly<Record<string, LegacyReferenceKind>> = {
  image: "image",
  img: "image",
  picture: "image",
  pic: "image",
  图片: "image",
  图: "image",
  element: "element",
  主体: "element",
  video: "video",
  视频: "video",
  voice: "voice",
};
const KIND = Object.keys(KINDS).join("|");

/** `<<<Image_1>>>`, `<<image_1>>`, `[image 1]`, `{image1}`, `【图片1】`; then `@Image1`, `@img_1`, `@image-1`. */
const DIALECTS: readonly RegExp[] = [
  new RegExp(`(?:<{1,3}|[[{【])\\s*@?(${KIND})[ _-]?(\\d+)\\s*(?:>{1,3}|[\\]}】])`, "giu"),
  new RegExp(`(?<![\\p{Script=Latin}\\p{N}_.])@(${KIND})[ _-]?(\\d+)(?![\\p{Script=Latin}\\p{N}_])`, "giu"),
];

const DEFAULT_NAME = /^@(?:image|element|video|voice)_\d+$/u;

/** `@hero`; scripts without spaces may follow at once. */
const MENTION =
  /(?<![\p{L}\p{N}_.])@([\p{Script=Latin}\p{N}_](?:[\p{Script=Latin}\p{N}_-]*[\p{Script=Latin}\p{N}_])?)/gu;

/**
 * Changes the ways in which other tools, the other family and the library's ids name an input to the request's own `@name`,
 * where one input is meant for sure. What remains is text to the service, though an input was probably meant: refused by name.
 */
export function translateMentions(request: VideoRequest, family: "legacy" | "standard"): TranslatedRequest {
  const scope: Scope = {
    items: itemsOf(request),
    frames: Number(request.firstFrame !== undefined) + Number(request.lastFrame !== undefined),
    isLegacy: family === "legacy",
  };
  if (scope.items.length === 0) return { request, findings: [] };
  const findings: DialectFinding[] = [];
  const translate = (text: string, path: string) => {
    const found = translateText(text, scope);
    findings.push(...found.findings.map((finding) => ({ path, ...finding })));
    return found.text;
  };
  const { prompt, shots } = request;
  const translated = {
    ...request,
    ...(prompt === undefined ? {} : { prompt: translate(prompt, "prompt") }),
    ...(shots
      ? {
          shots: shots.map((shot, at) => ({
            ...shot,
            prompt: translate(shot.prompt, `shots[${at}].prompt`),
          })),
        }
      : {}),
  };
  const words = [translated.prompt ?? "", ...(translated.shots ?? []).map((shot) => shot.prompt)];
  const unnamed = unnamedItems(words, scope);
  if (unnamed.length > 0) findings.push(...strangers(translated, scope, unnamed));
  return { request: translated, findings };
}

function itemsOf(request: VideoRequest): readonly Item[] {
  const names = nameItems(request);
  const { elements = [], voices = [] } = request;
  return [
    ...names.references.map((name, at): Item => ({ kind: "image", name, field: `references[${at}]` })),
    ...names.elements.map(
      (name, at): Item => ({
        kind: "element",
        name,
        field: `elements[${at}]`,
        id: elements[at]?.elementId ?? "",
      }),
    ),
    ...names.voices.map(
      (name, at): Item => ({ kind: "voice", name, field: `voices[${at}]`, id: voices[at]?.voiceId ?? "" }),
    ),
    ...(names.video === undefined ? [] : [{ kind: "video", name: names.video, field: "video" } as const]),
  ];
}

type Finding = Omit<DialectFinding, "path">;

function translateText(
  text: string,
  scope: Scope,
): { readonly text: string; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const isName = (written: string) => scope.items.some(({ name }) => written === `@${name}`);
  const translated = (written: string, item: Item) => {
    findings.push({
      isTranslated: true,
      message: `\`${written}\` names ${item.field} as another tool does. It is sent as \`${sentAs(item, scope)}\`.`,
    });
    return `@${item.name}`;
  };
  const byPlace = (written: string, kind: string, place: string) => {
    if (isName(written) || isOwnToken(written, scope)) return written;
    const meant = itemAt(
      written,
      { kind: KINDS[kind.toLowerCase()] ?? "image", place: Number(place) },
      scope,
    );
    if (meant) return translated(written, meant);
    // Written as a default name is: the rules of both families remark on it.
    if (DEFAULT_NAME.test(written)) return written;
    findings.push({ isTranslated: false, message: notAnInput(written, scope.items) });
    return written;
  };
  const byName = (written: string, word: string) => {
    if (isName(written) || mentionsItem(written, scope)) return written;
    const meant = scope.items.find(
      ({ name, id }) => id === word || name.toLowerCase() === word.toLowerCase(),
    );
    return meant ? translated(written, meant) : written;
  };
  const placed = DIALECTS.reduce((rest, form) => rest.replace(form, byPlace), text);
  return { text: placed.replace(MENTION, byName), findings };
}

/** `<<<image_1>>>` is no dialect where bodies are written so: the service's own rules judge it. */
const isOwnToken = (written: string, { isLegacy }: Scope): boolean =>
  isLegacy && findLegacyTokens(written).length > 0;

const mentionsItem = (written: string, { items }: Scope): boolean =>
  items.some(({ name }) => mentionOf(name).test(written));

interface Place {
  readonly kind: LegacyReferenceKind;
  /** From 1. */
  readonly place: number;
}

/** Legacy tokens count the frames among the images. Whether another tool does is unknown, so beside frames its images stay unread. */
function itemAt(written: string, { kind, place }: Place, { items, frames }: Scope): Item | undefined {
  const offset = kind === "image" ? frames : 0;
  if (offset > 0 && findLegacyTokens(written).length === 0) return undefined;
  return items.filter((item) => item.kind === kind)[place - 1 - offset];
}

function sentAs(item: Item, { items, frames, isLegacy }: Scope): string {
  if (!isLegacy) return `@${item.name}`;
  const place = items.filter(({ kind }) => kind === item.kind).indexOf(item) + 1;
  return legacyToken(item.kind, place + (item.kind === "image" ? frames : 0));
}

const notAnInput = (written: string, items: readonly Item[], near?: string): string =>
  `\`${written}\` names no input of this request.${didYouMean(near && `\`@${near}\``)} Use ${items.map(({ name, field }) => `\`@${name}\` (${field})`).join(", ")}.`;

/** Inputs without any part in the video, as long as the prompt does not name them. An input video needs no name. */
const unnamedItems = (words: readonly string[], { items }: Scope): readonly Item[] =>
  items.filter(({ kind, name }) => kind !== "video" && !words.some((text) => mentionOf(name).test(text)));

/** Names of nothing, in a request that has inputs which nothing names. Where all are named, `@anna` is a word like others. */
function strangers(
  { prompt, shots = [] }: VideoRequest,
  { items }: Scope,
  unnamed: readonly Item[],
): readonly DialectFinding[] {
  const texts = [
    { path: "prompt", text: prompt ?? "" },
    ...shots.map((shot, at) => ({ path: `shots[${at}].prompt`, text: shot.prompt })),
  ];
  const names = items.map(({ name }) => name);
  return texts.flatMap(({ path, text }) =>
    [...text.matchAll(MENTION)]
      .filter(([written]) => !items.some(({ name }) => mentionOf(name).test(written)))
      .filter(([written]) => !DIALECTS.some((form) => written.replace(form, "") === ""))
      .map(([written, word = ""]) => ({
        path,
        isTranslated: false,
        message: `${notAnInput(written, unnamed, suggest(word, names))} To send it as plain text, leave out the @.`,
      })),
  );
}
