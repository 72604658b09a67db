import { createServer } from "node:http";

// Runs as a process of its own, prints its address, and answers `/?size=N` with N bytes that begin like an MP4.
const CHUNK = Buffer.alloc(262_144, 7);
CHUNK.write("\0\0\0\x10ftypisom\0\0\0\0", 0, "latin1");
// A box of size 0 reaches to the end of the file.
CHUNK.write("\0\0\0\0mdat", 16, "latin1");

const server = createServer((request, response) => {
  let left = Number(new URL(request.url ?? "/", "http://localhost").searchParams.get("size"));
  response.writeHead(200, { "content-length": left, etag: '"bench"' });
  const send = (): void => {
    while (left > 0) {
      const piece = CHUNK.subarray(0, left);
      left -= piece.length;
      if (!response.write(piece)) return void response.once("drain", send);
    }
    response.end();
  };
  send();
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") console.log(`http://127.0.0.1:${address.port}`);
});
