import { runSign } from '../../lib/build/sign.ts';
import { withImportedKey } from '../../lib/build/signing-key.ts';
import { ConfigError } from '../../lib/core/errors.ts';
import type { ActionPorts, ActionResult } from '../../lib/runner/action.ts';
import type { RunnerCode } from '../../lib/runner/errors.ts';
import { openPlace, summarize } from '../../lib/runner/place.ts';
import type { Inputs } from './inputs.ts';

export { readInputs } from './inputs.ts';

/** Signs commits and checksums. */
export async function run(inputs: Inputs, ports: ActionPorts): Promise<ActionResult> {
  const { gpgPrivateKey, gpgPassphrase } = inputs;
  if (gpgPrivateKey === undefined) {
    throw new ConfigError<RunnerCode>('INPUT_MISSING', 'gpg-private-key is empty', {
      hint: 'A secret that is not defined, or that this workflow may not read, is an empty text.',
    });
  }
  const place = await openPlace(inputs, ports);
  const { gpgKey } = place.remix.sign ?? {};
  const made = await withImportedKey(gpgPrivateKey, gpgPassphrase, gpgKey, (signing) =>
    runSign(place, { signing }),
  );
  const { sha256sums, signature, fingerprint, publicKeyPath } = made;
  const signed = { checksums: sha256sums, signature, fingerprint };
  return {
    outputs: {
      sha256sums,
      signature,
      fingerprint,
      'public-key': publicKeyPath,
    },
    summary: summarize(place, { publicKey: publicKeyPath, signed }),
  };
}
