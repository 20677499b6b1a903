import { BuildError, TreesmithError } from '../core/errors.ts';
import { type DownloadOptions, downloadFile } from '../host/download.ts';
import type { HttpClient } from '../host/http.ts';
import { bodyBytes } from '../host/response-body.ts';
import { digestHex, digestOf, type OciDigest } from '../oci/digest.ts';
import type { Descriptor } from '../oci/manifest.ts';
import type { RegistryCode } from './errors.ts';
import type { RegistryRequest, RegistryTransport } from './transport.ts';

/** How to pull a blob. */
export type PullOptions = Pick<
  DownloadOptions,
  'partPath' | 'onBytes' | 'log' | 'signal' | 'syncsFolder' | 'thread'
>;

/** Where blobs are read from. */
export interface BlobAccess {
  readonly http: HttpClient;
  readonly transport: RegistryTransport;
  /** `/v2/owner/name`. */
  readonly base: string;
  readonly scopes: readonly string[];
}

/** Reads the blobs of one repository (distribution-spec 1.1, "Pulling blobs"). */
export class BlobReader {
  private readonly access: BlobAccess;

  constructor(access: BlobAccess) {
    this.access = access;
  }

  /** Returns undefined when it is not there; the size, when the registry says it. */
  async look(digest: OciDigest): Promise<{ readonly sizeBytes: number | undefined } | undefined> {
    // Some send elsewhere for the bytes: then it is there.
    const accept = [200, 302, 303, 307, 404];
    const { transport, scopes } = this.access;
    const target = this.targetOf(digest);
    const answer = await transport.call({ method: 'HEAD', target, accept, scopes });
    if (answer.status === 404) return undefined;
    const length = answer.status === 200 ? answer.headers['content-length'] : undefined;
    return { sizeBytes: length === undefined ? undefined : Number(length) };
  }

  /**
   * Downloads a blob to the new file `path`, which appears only when size and digest are right.
   *
   * @throws BuildError CHECKSUM_MISMATCH when the registry lies, REGISTRY_MISMATCH when it has
   *   not all of it, DOWNLOAD_FAILED, DISK_FULL
   */
  async pull(blob: Descriptor, path: string, options: PullOptions): Promise<void> {
    const { http, transport, scopes } = this.access;
    const header = () => transport.authorizer.header(scopes);
    const pull = (authorization: string | undefined) =>
      downloadFile(http, [transport.origin + this.targetOf(blob.digest)], path, {
        ...options,
        hint: 'Look at the network and at the registry, then try again.',
        checksum: { type: 'sha256', hex: digestHex(blob.digest) },
        sizeBytes: blob.size,
        ...(authorization === undefined ? {} : { headers: { authorization } }),
      });
    const used = header();
    try {
      await pull(used);
    } catch (error) {
      if (!(error instanceof TreesmithError) || error.code !== 'DOWNLOAD_FAILED') throw error;
      // The token may have run out, or there was none yet: asking gets a new one.
      const found = await this.look(blob.digest);
      if (found === undefined || (found.sizeBytes ?? blob.size) !== blob.size) {
        const what = found === undefined ? 'has lost it' : `has ${found.sizeBytes} bytes of it`;
        throw this.wrong(blob, what, error);
      }
      if (header() === used) throw error;
      await pull(header());
    }
  }

  /**
   * Starts to read a blob, from `offsetBytes` on. Neither its size nor its digest is checked.
   *
   * @throws BuildError REGISTRY_MISMATCH when the registry has it not, or not all of it
   */
  async open(
    blob: Descriptor,
    offsetBytes: number,
    { attempts, signal }: Pick<RegistryRequest, 'attempts' | 'signal'>,
  ): Promise<AsyncIterable<Buffer>> {
    const { transport, scopes } = this.access;
    const answer = await transport.send({
      method: 'GET',
      target: this.targetOf(blob.digest),
      accept: [200, 206, 404],
      ...(offsetBytes === 0 ? {} : { headers: { range: `bytes=${offsetBytes}-` } }),
      limitBytes: blob.size,
      ...{ attempts, signal, scopes },
    });
    const start = answer.status === 206 ? offsetBytes : 0;
    const length = Number(answer.headers['content-length'] ?? blob.size - start);
    if (answer.status === 404 || start + length !== blob.size) {
      answer.discard();
      const what = answer.status === 404 ? 'has lost it' : `has ${start + length} bytes of it`;
      throw this.wrong(blob, what);
    }
    return start === offsetBytes ? answer.body : skipBytes(answer.body, offsetBytes);
  }

  /**
   * Returns the bytes of a small blob.
   *
   * @throws BuildError REGISTRY_MISMATCH, SIZE_LIMIT
   */
  async read(blob: Descriptor, limitBytes: number): Promise<Buffer> {
    if (blob.size > limitBytes) {
      throw this.wrong(blob, `is asked for no more than ${limitBytes} bytes`);
    }
    const bytes = await this.access.transport.retry({}, async () =>
      bodyBytes(await this.open(blob, 0, { attempts: 1 })),
    );
    const found = digestOf(bytes);
    if (found !== blob.digest) throw this.wrong(blob, `has ${found} as it`);
    return bytes;
  }

  private targetOf(digest: OciDigest): string {
    return `${this.access.base}/blobs/${digest}`;
  }

  private wrong(blob: Descriptor, what: string, cause?: unknown): Error {
    const url = this.access.transport.origin + this.targetOf(blob.digest);
    const message = `${url}, of ${blob.size} bytes: the registry ${what}`;
    return new BuildError<RegistryCode>('REGISTRY_MISMATCH', message, { cause });
  }
}

async function* skipBytes(body: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count;
  for await (const chunk of body) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
