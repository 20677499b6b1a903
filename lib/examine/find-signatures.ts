import { createPublicKey, type KeyObject } from 'node:crypto';
import { ConfigError } from '../core/errors.ts';
import { digestHex, type OciDigest } from '../oci/digest.ts';
import { type Descriptor, type ImageManifest, parseManifest } from '../oci/manifest.ts';
import type { ExamineCode } from './errors.ts';
import { type ImageSource, readSmallBlob } from './image-source.ts';
import type { FoundSignature, Referrer } from './inspect-report.ts';
import {
  bundleEnvelope,
  checkEnvelope,
  checkSimpleSigning,
  parseJson,
  type SignedCheck,
} from './signed-statement.ts';

const PAYLOAD = 'application/vnd.dev.cosign.simplesigning.v1+json';
const ENVELOPE = 'application/vnd.dsse.envelope.v1+json';
const SIGNATURE = 'dev.cosignproject.cosign/signature';
const BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle[.+]/;
const NOTATION = 'application/vnd.cncf.notary.signature';
const SIGN_PREDICATE = 'https://sigstore.dev/cosign/sign/v1';
const MAX_DOCUMENT_BYTES = 64 * 2 ** 20;
/** Anybody who may push may add some. */
const MAX_SIGNATURES = 100;

/**
 * Reads a public key of cosign: PEM, ECDSA, Ed25519 or RSA.
 *
 * @throws ConfigError TARGET_UNREADABLE
 */
export function parseSignatureKey(pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch (cause) {
    const message = 'the key of the signatures is no public key in PEM';
    throw new ConfigError<ExamineCode>('TARGET_UNREADABLE', message, { cause });
  }
}

/**
 * Returns the signatures and attestations of a manifest: cosign 2's under the tags `sha256-<hex>.sig` and
 * `.att`, Sigstore bundles and Notary's among what refers to it. With a key those of cosign are verified: the
 * signature, and that it is about this digest. Without, nothing is said of them but that they are there, and
 * what they say themselves that they are about.
 *
 * @throws what the source throws; BuildError OCI_INVALID
 */
export async function findSignatures(
  source: ImageSource,
  digest: OciDigest,
  referrers: readonly Referrer[],
  key: KeyObject | undefined,
): Promise<FoundSignature[]> {
  const finder = new SignatureFinder(source, digest, key);
  const tag = `sha256-${digestHex(digest)}`;
  for (const suffix of ['.sig', '.att']) await finder.addTag(`${tag}${suffix}`);
  for (const referrer of referrers) await finder.addReferrer(referrer);
  return finder.found;
}

class SignatureFinder {
  readonly found: FoundSignature[] = [];
  private readonly source: ImageSource;
  private readonly digest: OciDigest;
  private readonly key: KeyObject | undefined;

  constructor(source: ImageSource, digest: OciDigest, key: KeyObject | undefined) {
    this.source = source;
    this.digest = digest;
    this.key = key;
  }

  async addTag(tag: string): Promise<void> {
    for (const layer of (await this.readArtifact(tag))?.layers ?? []) {
      const { mediaType, annotations = {} } = layer;
      if (mediaType === PAYLOAD) {
        const signature = Buffer.from(annotations[SIGNATURE] ?? '', 'base64');
        await this.add('cosign', layer.digest, undefined, async (key) =>
          checkSimpleSigning(await this.read(layer), signature, this.digest, key),
        );
      } else if (mediaType === ENVELOPE) {
        const about = annotations['predicateType'] ?? 'attestation';
        await this.add('cosign', layer.digest, about, async (key) =>
          checkEnvelope(parseJson(await this.read(layer)), this.digest, key),
        );
      }
    }
  }

  async addReferrer({ type, digest, annotations }: Referrer): Promise<void> {
    if (type === NOTATION) {
      const why = this.key === undefined ? {} : { why: 'Notary is not verified here' };
      if (this.found.length < MAX_SIGNATURES) {
        this.found.push({
          ...{ kind: 'notation', digest, about: 'signature', isGood: undefined },
          ...why,
        });
      }
    }
    if (!BUNDLE.test(type)) return;
    const about = annotations['dev.sigstore.bundle.predicateType'];
    await this.add('bundle', digest, about, async (key) => {
      const manifest = await this.readArtifact(digest);
      const layer = manifest?.layers.find(({ mediaType }) => BUNDLE.test(mediaType));
      if (layer === undefined) return { isGood: false, why: 'it has no bundle' };
      return checkEnvelope(bundleEnvelope(await this.read(layer)), this.digest, key);
    });
  }

  private async add(
    kind: FoundSignature['kind'],
    digest: OciDigest,
    said: string | undefined,
    check: (key: KeyObject) => Promise<SignedCheck>,
  ): Promise<void> {
    if (this.found.length >= MAX_SIGNATURES) return;
    const about = nameAbout(said ?? '');
    if (this.key === undefined) {
      this.found.push({ kind, digest, about, isGood: undefined });
      return;
    }
    const checked = await check(this.key);
    this.found.push(
      checked.isGood
        ? { kind, digest, about: nameAbout(checked.predicateType), isGood: true }
        : { kind, digest, about, isGood: false, why: checked.why },
    );
  }

  private read(blob: Descriptor): Promise<Buffer> {
    return readSmallBlob(this.source, blob, MAX_DOCUMENT_BYTES);
  }

  private async readArtifact(reference: string): Promise<ImageManifest | undefined> {
    const pulled = await this.source.getManifest(reference);
    if (pulled === undefined) return undefined;
    const parsed = parseManifest(pulled.bytes, pulled.mediaType);
    return parsed.kind === 'manifest' ? parsed : undefined;
  }
}

/** A signature of cosign 3 is a statement with nothing to state. */
function nameAbout(predicateType: string): string {
  return predicateType === '' || predicateType === SIGN_PREDICATE ? 'signature' : predicateType;
}
