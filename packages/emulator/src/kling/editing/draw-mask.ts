import { encodeMask, type Mask, type RleMask } from "@klingkit/spec";
import { PNG } from "pngjs";
import type { EditPoint, EditSession } from "../../world/accounts/account.ts";

/** Radius of what a point selects, as a share of the shorter side. The service finds the thing itself. INF */
const RADIUS_SHARE = 0.12;

/** A disc around every point. `axis`: where `y` counts from; see the switch. */
export function drawMask(
  { widthPx, heightPx }: Pick<EditSession, "widthPx" | "heightPx">,
  points: readonly EditPoint[],
  axis: "down" | "up",
): Mask {
  const radius = RADIUS_SHARE * Math.min(widthPx, heightPx);
  const data = new Uint8Array(widthPx * heightPx);
  for (const point of points) {
    const centreX = point.x * (widthPx - 1);
    const centreY = (axis === "down" ? point.y : 1 - point.y) * (heightPx - 1);
    const [top, bottom] = [
      Math.max(0, Math.ceil(centreY - radius)),
      Math.min(heightPx - 1, centreY + radius),
    ];
    for (let y = top; y <= bottom; y += 1) {
      const half = Math.sqrt(radius ** 2 - (y - centreY) ** 2);
      const left = Math.max(0, Math.ceil(centreX - half));
      const right = Math.min(widthPx - 1, Math.floor(centreX + half));
      data.fill(1, y * widthPx + left, y * widthPx + right + 1);
    }
  }
  return { widthPx, heightPx, data };
}

interface MaskEntry {
  readonly object_id: number;
  readonly rle_mask: RleMask;
  readonly png_mask: { readonly size: RleMask["size"]; readonly base64: string };
}

/** `rle_mask_list` of a frame; empty where nothing is selected. INF */
export function maskList(mask: Mask): readonly MaskEntry[] {
  if (!mask.data.includes(1)) return [];
  const rle = encodeMask(mask);
  return [{ object_id: 0, rle_mask: rle, png_mask: { size: rle.size, base64: encodePng(mask) } }];
}

/** 8-bit grey, 255 is selected. INF */
function encodePng({ widthPx, heightPx, data }: Mask): string {
  const png = new PNG({ width: widthPx, height: heightPx, colorType: 0, inputColorType: 0 });
  png.data = Buffer.from(data.map((value) => value * 255));
  const options = { colorType: 0, inputColorType: 0, inputHasAlpha: false, deflateLevel: 3 } as const;
  return PNG.sync.write(png, options).toString("base64");
}
