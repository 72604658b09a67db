const RIFF_HEADER = 12;
const CHUNK_HEADER = 8;
/** A picture of an animation. */
const FRAME = "ANMF";

/** The chunks of a RIFF file, each with its header and its padding. */
function chunksOf(file: Buffer): readonly { readonly id: string; readonly bytes: Buffer }[] {
  const chunks = [];
  for (let at = RIFF_HEADER; at < file.length; ) {
    const size = file.readUInt32LE(at + 4);
    const end = at + CHUNK_HEADER + size + (size % 2);
    chunks.push({ id: file.toString("latin1", at, at + 4), bytes: file.subarray(at, end) });
    at = end;
  }
  return chunks;
}

/**
 * One animated WebP of several of the same size, with the settings of the first. Each begins with a whole picture: where much
 * disappears at once, the encoder would leave traces of it.
 */
export function joinAnimations(files: readonly Buffer[]): Buffer {
  const [first = [], ...others] = files.map(chunksOf);
  const frames = others.flat().filter(({ id }) => id === FRAME);
  const body = Buffer.concat([...first, ...frames].map(({ bytes }) => bytes));
  const header = Buffer.alloc(RIFF_HEADER);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(body.length + 4, 4);
  header.write("WEBP", 8, "latin1");
  return Buffer.concat([header, body]);
}
