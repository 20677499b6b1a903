import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A registry of distribution-spec 1.1 in memory, with what distribution 2 does not have. */
export interface SmallRegistry extends AsyncDisposable {
  readonly host: string;
  readonly blobs: Map<string, Buffer>;
  /** `METHOD path`, as they came in, and how many bytes of each. */
  readonly requests: { readonly line: string; receivedBytes: number }[];
  /** Answers a request in its place when it returns true. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** The next upload breaks off after so many bytes, which are kept. */
  cutUploadAfterBytes: number | undefined;
}

interface Kept {
  readonly bytes: Buffer;
  readonly type: string;
}

/** Starts it on a free loopback port: lists of referrers, uploads that go on, tags that can be deleted. */
export async function startSmallRegistry(): Promise<SmallRegistry> {
  const blobs = new Map<string, Buffer>();
  const manifests = new Map<string, Kept>();
  const uploads = new Map<string, Buffer[]>();
  const server = createServer((request, response) => {
    const { method = '', url = '/' } = request;
    const logged = { line: `${method} ${url}`, receivedBytes: 0 };
    fake.requests.push(logged);
    request.on('data', (chunk: Buffer) => {
      logged.receivedBytes += chunk.length;
    });
    request.on('error', () => undefined);
    if (fake.intercept(request, response)) return;
    const { pathname, searchParams } = new URL(url, 'http://x');
    const [, name = '', kind = '', rest = ''] =
      /^\/v2\/(.+?)\/(blobs\/uploads|blobs|manifests|referrers|tags)\/(.*)$/.exec(pathname) ?? [];
    const digest = searchParams.get('digest');
    if (kind === 'blobs/uploads') upload(request, response, `/v2/${name}/${kind}/`, rest, digest);
    else if (kind === 'blobs') giveBlob(request, response, blobs.get(rest));
    else if (kind === 'manifests' && method === 'PUT') putManifest(request, response, name, rest);
    else if (kind === 'manifests') giveManifest(request, response, name, rest);
    else if (kind === 'referrers') giveReferrers(response, name, rest);
    else response.writeHead(pathname === '/v2/' ? 200 : 404).end();
  });

  function upload(
    request: IncomingMessage,
    response: ServerResponse,
    base: string,
    id: string,
    digest: string | null,
  ): void {
    if (request.method === 'POST') {
      const started = String(uploads.size + 1);
      uploads.set(started, []);
      response.writeHead(202, { location: base + started }).end();
      return;
    }
    const kept = uploads.get(id);
    const range = () => `0-${Math.max(0, Buffer.concat(kept ?? []).length - 1)}`;
    if (kept === undefined) response.writeHead(404).end();
    else if (request.method === 'GET') {
      response.writeHead(204, { location: base + id, range: range() }).end();
    } else {
      let left = fake.cutUploadAfterBytes ?? Number.POSITIVE_INFINITY;
      request.on('data', (chunk: Buffer) => {
        kept.push(chunk.subarray(0, left));
        left -= Math.min(left, chunk.length);
        if (left > 0) return;
        fake.cutUploadAfterBytes = undefined;
        request.destroy();
      });
      request.on('end', () => {
        if (request.method === 'PATCH') {
          response.writeHead(202, { location: base + id, range: range() }).end();
          return;
        }
        const bytes = Buffer.concat(kept);
        const isRight = digestOf(bytes) === digest;
        if (isRight) blobs.set(digest, bytes);
        const error = '{"errors":[{"code":"DIGEST_INVALID"}]}';
        response.writeHead(isRight ? 201 : 400).end(isRight ? '' : error);
      });
    }
  }

  function putManifest(
    request: IncomingMessage,
    response: ServerResponse,
    name: string,
    reference: string,
  ): void {
    const pieces: Buffer[] = [];
    request.on('data', (chunk: Buffer) => pieces.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(pieces);
      const kept = { bytes, type: request.headers['content-type'] ?? '' };
      manifests.set(`${name} ${reference}`, kept);
      manifests.set(`${name} ${digestOf(bytes)}`, kept);
      const { subject } = JSON.parse(bytes.toString());
      response.writeHead(201, subject === undefined ? {} : { 'oci-subject': subject.digest }).end();
    });
  }

  function giveManifest(
    request: IncomingMessage,
    response: ServerResponse,
    name: string,
    reference: string,
  ): void {
    const found = manifests.get(`${name} ${reference}`);
    if (found === undefined) response.writeHead(404).end();
    else if (request.method === 'DELETE') {
      manifests.delete(`${name} ${reference}`);
      response.writeHead(202).end();
    } else {
      const { bytes, type } = found;
      const headers = { 'content-type': type, 'content-length': bytes.length };
      response.writeHead(200, { ...headers, 'docker-content-digest': digestOf(bytes) });
      response.end(request.method === 'HEAD' ? undefined : bytes);
    }
  }

  function giveReferrers(response: ServerResponse, name: string, digest: string): void {
    const found = [...manifests].flatMap(([key, { bytes, type }]) => {
      const { subject, artifactType, annotations } = JSON.parse(bytes.toString());
      const isOne = key === `${name} ${digestOf(bytes)}` && subject?.digest === digest;
      const descriptor = { mediaType: type, digest: digestOf(bytes), size: bytes.length };
      return isOne ? [{ ...descriptor, artifactType, annotations }] : [];
    });
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    response
      .writeHead(200, { 'content-type': mediaType })
      .end(JSON.stringify({ schemaVersion: 2, mediaType, manifests: found }));
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const fake: SmallRegistry = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    blobs,
    requests: [],
    intercept: () => false,
    cutUploadAfterBytes: undefined,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return fake;
}

function giveBlob(
  request: IncomingMessage,
  response: ServerResponse,
  blob: Buffer | undefined,
): void {
  if (blob === undefined) {
    response.writeHead(404).end();
    return;
  }
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const isWhole = request.headers.range === undefined;
  const range = isWhole
    ? {}
    : { 'content-range': `bytes ${start}-${blob.length - 1}/${blob.length}` };
  response.writeHead(isWhole ? 200 : 206, { 'content-length': blob.length - start, ...range });
  response.end(request.method === 'HEAD' ? undefined : blob.subarray(start));
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
