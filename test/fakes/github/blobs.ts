import { randomBytes, randomUUID } from 'node:crypto';
import { type BlobFiles, joinSegments, type Segment, type StoredBlob } from './blob-files.ts';
import type { Clock } from './clock.ts';
import {
  bytesBody,
  type Handler,
  type Incoming,
  Refusal,
  type Reply,
  readText,
} from './exchange.ts';
import { isSignatureOf, signText } from './tokens.ts';

/** The storage behind signed URLs, speaking Azure's Blob REST API as far as GitHub's clients do. */
export interface Blobs {
  /** Returns the name of a new blob without contents: `caches/<uuid>`. */
  reserve(folder: string): string;
  /** Returns the contents that were uploaded; undefined before the upload is complete. */
  find(name: string): StoredBlob | undefined;
  /** Writes the whole of a blob. */
  put(name: string, body: AsyncIterable<Buffer>, contentType: string): Promise<StoredBlob>;
  /** Puts other bytes in the place of a blob's, as no client could. */
  replace(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
  uploadUrl(name: string): string;
  /** `fileName` becomes the Content-Disposition. */
  downloadUrl(name: string, fileName?: string): string;
  readonly handle: Handler;
}

interface Entry {
  readonly blocks: Map<string, Segment>;
  segments: readonly Segment[];
  blob?: StoredBlob;
}

const URL_LIFETIME_MS = 3600_000;
const UPLOAD = 'cw';
const DOWNLOAD = 'r';
const API_VERSION = '2026-10-06';

/** Returns an empty storage whose signed URLs start with `origin()`. */
export function openBlobs(files: BlobFiles, clock: Clock, origin: () => string): Blobs {
  const secret = randomBytes(32);
  const entries = new Map<string, Entry>();

  const signedUrl = (name: string, rights: string, extra: Record<string, string> = {}): string => {
    const query = new URLSearchParams({
      sp: rights,
      se: new Date(clock.now() + URL_LIFETIME_MS).toISOString(),
      sr: 'b',
      sv: API_VERSION,
      ...extra,
    });
    query.set('sig', signText(secret, textToSign(name, query)));
    return `${origin()}/blobs/${name}?${query}`;
  };
  const setContents = async (entry: Entry, segments: readonly Segment[], contentType: string) => {
    const old = entry.segments.filter((segment) => !segments.includes(segment));
    const unused = [...entry.blocks.values()].filter((block) => !segments.includes(block));
    entry.segments = segments;
    entry.blob = joinSegments(segments, contentType, `"0x${randomBytes(8).toString('hex')}"`);
    entry.blocks.clear();
    await files.remove([...old, ...unused]);
    return entry.blob;
  };
  const authorised = (incoming: Incoming): { name: string; entry: Entry } => {
    const name = incoming.path.replace(/^\/blobs\//, '');
    const { query } = incoming;
    if (incoming.headers.authorization !== undefined) {
      // The signature and a token: Azure takes one or the other, and the token is not for it.
      throw blobRefusal(400, 'InvalidAuthenticationInfo', 'Authorization header is not valid.');
    }
    if (!isSignatureOf(secret, textToSign(name, query), query.get('sig') ?? '')) {
      throw blobRefusal(403, 'AuthenticationFailed', 'Signature did not match.');
    }
    if (Date.parse(query.get('se') ?? '') < clock.now()) {
      throw blobRefusal(403, 'AuthenticationFailed', 'Signed expiry time has passed.');
    }
    const needed = ['GET', 'HEAD'].includes(incoming.method) ? DOWNLOAD : UPLOAD;
    if (query.get('sp') !== needed) {
      throw blobRefusal(403, 'AuthorizationPermissionMismatch', 'Not a right of this URL.');
    }
    const entry = entries.get(name);
    if (entry === undefined) throw blobRefusal(404, 'BlobNotFound', 'There is no such blob.');
    return { name, entry };
  };
  const blobs: Blobs = {
    reserve: (folder) => {
      const name = `${folder}/${randomUUID()}`;
      entries.set(name, { blocks: new Map(), segments: [] });
      return name;
    },
    find: (name) => entries.get(name)?.blob,
    put: async (name, body, contentType) => {
      const entry = entries.get(name);
      if (entry === undefined) throw new RangeError(`no blob ${name}`);
      return setContents(entry, [await files.store(body)], contentType);
    },
    replace: async (name, bytes) => {
      const entry = entries.get(name);
      if (entry?.blob === undefined) throw new RangeError(`no blob ${name}`);
      await setContents(entry, [await files.storeBytes(bytes)], entry.blob.contentType);
    },
    remove: async (name) => {
      const entry = entries.get(name);
      entries.delete(name);
      await files.remove([...(entry?.segments ?? []), ...(entry?.blocks.values() ?? [])]);
    },
    uploadUrl: (name) => signedUrl(name, UPLOAD),
    downloadUrl: (name, fileName) =>
      signedUrl(
        name,
        DOWNLOAD,
        fileName === undefined
          ? {}
          : { rscd: `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}` },
      ),
    handle: async (incoming) => {
      const { entry } = authorised(incoming);
      if (incoming.method === 'GET' || incoming.method === 'HEAD') {
        return download(incoming, entry.blob);
      }
      if (incoming.method !== 'PUT')
        throw blobRefusal(405, 'UnsupportedHttpVerb', 'GET, HEAD, PUT');
      return upload(incoming, entry, files, setContents);
    },
  };
  return blobs;
}

async function upload(
  incoming: Incoming,
  entry: Entry,
  files: BlobFiles,
  setContents: (entry: Entry, segments: Segment[], contentType: string) => Promise<StoredBlob>,
): Promise<Reply> {
  const { query, headers } = incoming;
  const contentType = String(headers['x-ms-blob-content-type'] ?? 'application/octet-stream');
  const store = () =>
    files.store(incoming.body()).catch((error: unknown) => {
      if (!(error instanceof RangeError)) throw error;
      throw blobRefusal(413, 'RequestBodyTooLarge', error.message);
    });
  const comp = query.get('comp');
  if (comp === 'block') {
    const id = query.get('blockid') ?? '';
    const before = entry.blocks.get(id);
    entry.blocks.set(id, await store());
    if (before !== undefined) await files.remove([before]);
    return created();
  }
  if (comp === 'blocklist') {
    const xml = await readText(incoming);
    const ids = [...xml.matchAll(/<(?:Latest|Uncommitted)>([^<]*)</g)].map(
      (match) => match[1] ?? '',
    );
    const segments = ids.map((id) => {
      const block = entry.blocks.get(id);
      if (block === undefined) throw blobRefusal(400, 'InvalidBlockList', `no block ${id}`);
      return block;
    });
    return created((await setContents(entry, segments, contentType)).etag);
  }
  if (comp !== null || headers['x-ms-blob-type'] !== 'BlockBlob') {
    throw blobRefusal(400, 'InvalidHeaderValue', 'x-ms-blob-type: BlockBlob is expected');
  }
  return created((await setContents(entry, [await store()], contentType)).etag);
}

function download({ method, headers, query }: Incoming, blob: StoredBlob | undefined): Reply {
  if (blob === undefined) throw blobRefusal(404, 'BlobNotFound', 'There is no such blob.');
  const ifMatch = headers['if-match'];
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== blob.etag) {
    throw blobRefusal(412, 'ConditionNotMet', 'The blob is another one by now.');
  }
  const disposition = query.get('rscd');
  const common = {
    ...azureHeaders(blob.etag),
    'accept-ranges': 'bytes',
    'content-type': blob.contentType,
    'x-ms-blob-type': 'BlockBlob',
    ...(disposition === null ? {} : { 'content-disposition': disposition }),
  };
  if (method === 'HEAD') return { status: 200, headers: common, headBytes: blob.sizeBytes };
  const wanted = /^bytes=(\d+)-(\d*)$/.exec(String(headers['x-ms-range'] ?? headers.range ?? ''));
  if (wanted === null) return { status: 200, headers: common, body: blob };
  const start = Number(wanted[1]);
  const stop = Math.min(wanted[2] === '' ? Infinity : Number(wanted[2]), blob.sizeBytes - 1);
  if (start > stop) throw blobRefusal(416, 'InvalidRange', `it has ${blob.sizeBytes} bytes`);
  return {
    status: 206,
    headers: { ...common, 'content-range': `bytes ${start}-${stop}/${blob.sizeBytes}` },
    body: { sizeBytes: stop - start + 1, read: () => blob.read(start, stop) },
  };
}

function created(etag?: string): Reply {
  return {
    status: 201,
    headers: { ...azureHeaders(etag), 'x-ms-request-server-encrypted': 'true' },
  };
}

function azureHeaders(etag?: string): Record<string, string> {
  return {
    'x-ms-request-id': randomUUID(),
    'x-ms-version': API_VERSION,
    'last-modified': new Date(1000 * Math.floor(Date.now() / 1000)).toUTCString(),
    ...(etag === undefined ? {} : { etag }),
  };
}

function blobRefusal(status: number, code: string, message: string): Refusal {
  const xml = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  const headers = { 'content-type': 'application/xml', 'x-ms-error-code': code };
  return new Refusal({ status, headers, body: bytesBody(Buffer.from(xml)) }, `${code}: ${message}`);
}

/** The client adds parameters of its own (comp, blockid, timeout), which no signature covers. */
function textToSign(name: string, query: URLSearchParams): string {
  return [name, ...['sp', 'se', 'sr', 'sv', 'rscd'].map((key) => query.get(key) ?? '')].join('\n');
}
