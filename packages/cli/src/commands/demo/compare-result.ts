import type { CreatePlan } from "../../create/plan-create.ts";

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
    readonly width: number;
    readonly height: number;
    readonly seconds: number;
    readonly frames_per_second: number | null;
    readonly audio: boolean;
  };
}

export async function compareResult({ compiled }: CreatePlan, filePath: string): Promise<Comparison> {
  const { measureVideo } = await import("klingkit/node");
  const measured = await measureVideo(filePath);
  const { facts, route } = compiled;
  return {
    requested: {
      container: "mp4",
      resolution: facts?.resolution ?? "",
      aspect_ratio: facts?.aspectRatio ?? null,
      seconds: facts?.durationSeconds ?? null,
      audio: facts?.audio === "native" || route.row?.isAudioAlwaysOn === true,
    },
    measured: {
      container: measured.container,
      width: measured.widthPx,
      height: measured.heightPx,
      seconds: Math.round(measured.durationSeconds * 100) / 100,
      frames_per_second: measured.framesPerSecond ?? null,
      audio: measured.hasAudio,
    },
  };
}
