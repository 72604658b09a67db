import type { CreatePlan } from "../../create/plan-create.ts";
import { CliError } from "../../errors/cli-error.ts";

/** What was asked for and what the file says about itself. */
export interface Comparison {
  readonly requested: {
    readonly container: string;
    readonly resolution: string;
    readonly aspect_ratio: string | null;
    readonly seconds: number | null;
    readonly audio: boolean;
  };
  readonly measured: {
    readonly container: string;
    readonly width: number | null;
    readonly height: number | null;
    readonly seconds: number | null;
    readonly frames_per_second: number | null;
    readonly audio: boolean;
  };
}

/** Reads the file back. Throws `response_error` when it is no video. */
export async function compareResult(
  requested: Comparison["requested"],
  filePath: string,
): Promise<Comparison> {
  const { measureVideo } = await import("klingkit/node");
  const measured = await measureVideo(filePath);
  if (!measured) {
    const message = `${filePath} was downloaded, but it is no readable video.`;
    throw new CliError({ code: "response_error", message });
  }
  return {
    requested,
    measured: {
      container: measured.container,
      width: measured.widthPx ?? null,
      height: measured.heightPx ?? null,
      seconds: rounded(measured.durationSeconds),
      frames_per_second: rounded(measured.framesPerSecond),
      audio: measured.hasAudio,
    },
  };
}

/** What a plan for Kling asks for. */
export function requestedBy({ compiled: { facts, route } }: CreatePlan): Comparison["requested"] {
  return {
    container: "mp4",
    resolution: facts?.resolution ?? "",
    aspect_ratio: facts?.aspectRatio ?? null,
    seconds: facts?.durationSeconds ?? null,
    audio: facts?.audio === "native" || route.row?.isAudioAlwaysOn === true,
  };
}

/** Two decimals are plenty. */
const rounded = (value: number | undefined): number | null =>
  value === undefined ? null : Math.round(value * 100) / 100;
