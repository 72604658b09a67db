import { requireObjects } from "../arguments/require-arguments.ts";
import { FrameError } from "./frame-error.ts";
import { runDecoder } from "./run-decoder.ts";

/** The variable that names a program to use instead of the one in PATH. */
const VARIABLE = "KLING_FFMPEG";
/** Brings the program as a file and exports where it is. */
const OPTIONAL_PACKAGE: string = "@ffmpeg-installer/ffmpeg";
const VERSION_TIMEOUT_MS = 20_000;

/** The release that calls `-vsync` `-fps_mode`: 5.1. */
const HAS_FPS_MODE = { major: 5, minor: 1 } as const;

/** A program that can decode a frame. */
export interface FrameDecoder {
  readonly program: string;
  /** As the program says, such as `7.1.1`. */
  readonly version: string;
  /** What tells this release to give every frame as it is, neither repeated nor left out. */
  readonly everyFrame: readonly string[];
}

export interface FrameDecoderSearch {
  /** `KLING_FFMPEG` names the program; without it, `ffmpeg` is looked for in PATH. Default: that of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where the optional package has its program; undefined without the package. */
  readonly findInstalled?: () => Promise<string | undefined>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The ffmpeg that is there: the one that `KLING_FFMPEG` names, else that in PATH, else that of the optional package
 * `@ffmpeg-installer/ffmpeg`; undefined if there is none. Throws FrameError `frame_decoder_unusable` if the named one does not run.
 */
export async function findFrameDecoder(search: FrameDecoderSearch = {}): Promise<FrameDecoder | undefined> {
  requireObjects("findFrameDecoder", { search });
  const { env = process.env, findInstalled = findInstalledProgram, signal } = search;
  const named = env[VARIABLE];
  if (named !== undefined && named !== "") return askVersion(named, signal);
  return (await tryProgram("ffmpeg", signal)) ?? (await tryProgram(await findInstalled(), signal));
}

/** The same, but FrameError `frame_decoder_missing`, which says what to install, if there is none. */
export async function requireFrameDecoder(search: FrameDecoderSearch = {}): Promise<FrameDecoder> {
  const decoder = await findFrameDecoder(search);
  if (decoder !== undefined) return decoder;
  throw new FrameError(
    "frame_decoder_missing",
    `The last frame of a video needs ffmpeg, which is not installed. Nothing was sent. Install it (\`apt install ffmpeg\`, \`brew install ffmpeg\`, \`winget install ffmpeg\`, or \`npm install ${OPTIONAL_PACKAGE}\`), or name its program in ${VARIABLE}.`,
  );
}

async function tryProgram(
  program: string | undefined,
  signal: AbortSignal | undefined,
): Promise<FrameDecoder | undefined> {
  if (program === undefined) return undefined;
  try {
    return await askVersion(program, signal);
  } catch (error) {
    if (error instanceof FrameError) return undefined;
    throw error;
  }
}

async function askVersion(program: string, signal: AbortSignal | undefined): Promise<FrameDecoder> {
  const { isOk, text } = await runDecoder({
    program,
    args: ["-version"],
    signal,
    timeoutMs: VERSION_TIMEOUT_MS,
  });
  const version = /^ffmpeg version (\S+)/m.exec(text)?.[1];
  if (isOk && version !== undefined) return { program, version, everyFrame: everyFrameOf(version) };
  throw new FrameError(
    "frame_decoder_unusable",
    `${program} is not ffmpeg: \`-version\` prints ${JSON.stringify(text.slice(0, 80))}. Nothing was sent.`,
  );
}

/** Builds between releases, such as `N-47683-g0e8eb07980`, count as new, but for those numbered before the option came. */
function everyFrameOf(version: string): readonly string[] {
  const [, major, minor] = /^n?(\d+)\.(\d+)/.exec(version) ?? [];
  const [, build] = /^N-(\d+)/.exec(version) ?? [];
  const isOld =
    major === undefined
      ? build !== undefined && Number(build) < FIRST_BUILD_WITH_FPS_MODE
      : Number(major) < HAS_FPS_MODE.major ||
        (Number(major) === HAS_FPS_MODE.major && Number(minor) < HAS_FPS_MODE.minor);
  return isOld ? ["-vsync", "passthrough"] : ["-fps_mode", "passthrough"];
}

/** Of July 2022, when 5.1 was branched. */
const FIRST_BUILD_WITH_FPS_MODE = 107_000;

async function findInstalledProgram(): Promise<string | undefined> {
  try {
    const found: { readonly path?: unknown; readonly default?: { readonly path?: unknown } } = await import(
      OPTIONAL_PACKAGE
    );
    const path = found.path ?? found.default?.path;
    return typeof path === "string" ? path : undefined;
  } catch {
    // Not installed, or not for this platform: the package throws a string then.
    return undefined;
  }
}
