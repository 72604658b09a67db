export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A 4:2:0 picture of 8-bit samples, BT.709 limited range. The chroma planes have half the width and height. */
export interface Picture {
  readonly luma: Plane;
  readonly cb: Plane;
  readonly cr: Plane;
}

export const MACROBLOCK_PX = 16;

/** A grey picture. Both sides must be even. */
export function createPicture(width: number, height: number): Picture {
  const plane = (planeWidth: number, planeHeight: number): Plane => ({
    width: planeWidth,
    height: planeHeight,
    data: new Uint8Array(planeWidth * planeHeight).fill(128),
  });
  return {
    luma: plane(width, height),
    cb: plane(width / 2, height / 2),
    cr: plane(width / 2, height / 2),
  };
}
