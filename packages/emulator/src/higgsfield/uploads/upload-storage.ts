import { STORAGE_PREFIX } from "../../server/storage-prefix.ts";
import type { World } from "../../world/world.ts";

/** An address to upload to, as the service hands it out. */
export interface UploadGrant {
  readonly publicUrl: string;
  readonly uploadUrl: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Files that clients upload. */
export interface UploadStorage {
  grant(contentType: string, validSeconds: number): UploadGrant;
  /** The bytes behind a public address of this storage: `missing` before the upload; undefined for other addresses. */
  read(url: string): Uint8Array | "missing" | undefined;
  serve(request: Request, path: string): Promise<Response>;
}

export interface UploadStorageParts {
  readonly world: Pick<World, "chance" | "clock" | "store" | "uploads">;
  readonly baseUrl: () => string;
  /** Numbers of two runs must differ. */
  readonly startCount: number;
  /** Headers that an upload must carry beside its type. */
  readonly signedHeaders: Readonly<Record<string, string>>;
}

export const UPLOAD_PREFIX = `${STORAGE_PREFIX}uploads/`;
const INPUT_PREFIX = `${STORAGE_PREFIX}inputs/`;

/** Storage with signed addresses, in the manner of S3. Statuses and texts of its refusals are INF. */
export function createUploadStorage(parts: UploadStorageParts): UploadStorage {
  const { world, baseUrl, startCount, signedHeaders } = parts;
  const { chance, clock, store, uploads } = world;
  let count = 0;

  async function upload(request: Request, name: string): Promise<Response> {
    const slot = uploads.slot(name);
    if (!slot) return problem(403, "AccessDenied", "Access Denied");
    if (clock.nowMs() >= slot.untilMs) return problem(403, "AccessDenied", "Request has expired");
    if (request.headers.has("authorization")) {
      return problem(400, "InvalidArgument", "Only one auth mechanism allowed");
    }
    const wrong = Object.entries(slot.headers).find(
      ([header, value]) => (request.headers.get(header) ?? "").toLowerCase() !== value.toLowerCase(),
    );
    if (wrong) {
      return problem(
        403,
        "SignatureDoesNotMatch",
        `The header ${wrong[0]} is missing or differs from the signed one`,
      );
    }
    uploads.put(name, new Uint8Array(await request.arrayBuffer()));
    await store.saved();
    return new Response(null, { status: 200 });
  }

  function download(request: Request, name: string): Response {
    if (request.method !== "GET" && request.method !== "HEAD")
      return problem(405, "MethodNotAllowed", "The specified method is not allowed");
    const bytes = uploads.file(name);
    if (!bytes) return problem(404, "NoSuchKey", "The specified key does not exist");
    const type = uploads.slot(name)?.headers["Content-Type"] ?? "application/octet-stream";
    return new Response(Buffer.from(bytes), {
      headers: { "content-type": type, "content-length": String(bytes.byteLength) },
    });
  }

  return {
    grant(contentType, validSeconds) {
      count += 1;
      const name = `${chance.uuid("upload", startCount, count)}.${contentType.split("/")[1]}`;
      const headers = { "Content-Type": contentType, ...signedHeaders };
      uploads.open({ name, headers, untilMs: clock.nowMs() + validSeconds * 1000 });
      return {
        publicUrl: `${baseUrl()}${INPUT_PREFIX}${name}`,
        uploadUrl: `${baseUrl()}${UPLOAD_PREFIX}${name}?X-Amz-Expires=${validSeconds}`,
        headers,
      };
    },
    read(url) {
      const prefix = `${baseUrl()}${INPUT_PREFIX}`;
      if (!url.startsWith(prefix)) return undefined;
      return uploads.file(url.slice(prefix.length)) ?? "missing";
    },
    async serve(request, path) {
      if (path.startsWith(INPUT_PREFIX)) return download(request, path.slice(INPUT_PREFIX.length));
      if (request.method !== "PUT")
        return problem(405, "MethodNotAllowed", "The specified method is not allowed");
      return upload(request, path.slice(UPLOAD_PREFIX.length));
    },
  };
}

function problem(status: number, code: string, message: string): Response {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return new Response(body, { status, headers: { "content-type": "application/xml" } });
}
