import { type KeyObject, verify } from 'node:crypto';
import { digestHex, type OciDigest } from '../oci/digest.ts';

/** What the check of a signed document found: what it is about, or why it is not good. */
export type SignedCheck =
  | { readonly isGood: true; readonly predicateType: string }
  | { readonly isGood: false; readonly why: string };

const COSIGN_TYPE = 'cosign container image signature';
const IN_TOTO = 'application/vnd.in-toto+json';
const MAX_SIGNATURES = 100;
const OTHER_KEY = { isGood: false, why: 'it was not made with the key' } as const;
const OTHER_IMAGE = { isGood: false, why: 'it is about another image' } as const;

/**
 * Checks what cosign 2 signs: the signature over the bytes, and that they are about this digest.
 * Source: cosign, specs/SIGNATURE_SPEC.md.
 */
export function checkSimpleSigning(
  payload: Buffer,
  signature: Buffer,
  digest: OciDigest,
  key: KeyObject,
): SignedCheck {
  if (!isSigned(payload, signature, key)) return OTHER_KEY;
  const critical = member(parseJson(payload), 'critical');
  if (member(critical, 'type') !== COSIGN_TYPE) {
    return { isGood: false, why: 'it is about something else than an image' };
  }
  const about = member(member(critical, 'image'), 'docker-manifest-digest');
  return about === digest ? { isGood: true, predicateType: '' } : OTHER_IMAGE;
}

/**
 * Checks a DSSE envelope with an in-toto statement: one of its signatures, and that one of its subjects is
 * this digest. What it states is told by the statement alone: nobody has signed what stands around it.
 * Source: secure-systems-lab/dsse, protocol.md; in-toto/attestation, spec/v1/statement.md.
 */
export function checkEnvelope(envelope: unknown, digest: OciDigest, key: KeyObject): SignedCheck {
  const [payload, type] = [member(envelope, 'payload'), member(envelope, 'payloadType')];
  const signatures = member(envelope, 'signatures');
  if (typeof payload !== 'string' || type !== IN_TOTO || !Array.isArray(signatures)) {
    return { isGood: false, why: 'it has no DSSE envelope with a statement' };
  }
  const statement = Buffer.from(payload, 'base64');
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${statement.length} `;
  const signed = Buffer.concat([Buffer.from(head), statement]);
  const isGood = signatures.slice(0, MAX_SIGNATURES).some((one) => {
    const text = member(one, 'sig');
    return typeof text === 'string' && isSigned(signed, Buffer.from(text, 'base64'), key);
  });
  if (!isGood) return OTHER_KEY;
  const stated = parseJson(statement);
  const subjects = member(stated, 'subject');
  const isAbout =
    Array.isArray(subjects) &&
    subjects.some((one) => member(member(one, 'digest'), 'sha256') === digestHex(digest));
  const predicateType = member(stated, 'predicateType');
  if (!isAbout) return OTHER_IMAGE;
  return { isGood: true, predicateType: typeof predicateType === 'string' ? predicateType : '' };
}

/** Returns a Sigstore bundle's envelope (sigstore/protobuf-specs, `sigstore_bundle.proto`). */
export function bundleEnvelope(bytes: Buffer): unknown {
  return member(parseJson(bytes), 'dsseEnvelope');
}

/** Returns the value of a document that is to be an envelope itself. */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

function isSigned(data: Buffer, signature: Buffer, key: KeyObject): boolean {
  try {
    return verify(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', data, key, signature);
  } catch {
    // A key of another kind than the signature.
    return false;
  }
}

function member(value: unknown, key: string): unknown {
  const isObject = typeof value === 'object' && value !== null;
  return isObject ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}
