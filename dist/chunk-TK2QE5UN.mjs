import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  withImportedKey
} from "./chunk-VPF4N6EG.mjs";
import {
  assertSigner,
  resolveSecretKey
} from "./chunk-TEDNRVXJ.mjs";

// cli/signing.ts
import { homedir } from "node:os";
import { join, resolve } from "node:path";
var HELP = `
Signing: give --gpg-key to sign with a key of a GnuPG home, or put an armoured secret key into the
environment variable TREESMITH_GPG_PRIVATE_KEY (and TREESMITH_GPG_PASSPHRASE): it is imported into a
folder of mode 0700 that goes away. The fingerprint under sign.gpg-key in remix.yaml is asked of
~/.gnupg otherwise, and must be that of the key. Without any of these, commits are not signed.`;
function signingOptions(command) {
  return command.option("--gpg-key <key>", "sign commits with this key: fingerprint, key id or mail address").option("--gpg-homedir <folder>", "GnuPG home that has the key (default: ~/.gnupg)").addHelpText("after", HELP);
}
async function withSigningKey(options, wanted, body) {
  let secret = process.env.TREESMITH_GPG_PRIVATE_KEY;
  if (options.gpgKey === void 0 && secret !== void 0 && secret !== "")
    return withImportedKey(secret, process.env.TREESMITH_GPG_PASSPHRASE, wanted, body);
  let selector = options.gpgKey ?? wanted;
  if (selector === void 0 && options.gpgHomedir === void 0) return body(void 0);
  let home = options.gpgHomedir ?? process.env.GNUPGHOME ?? join(homedir(), ".gnupg"), key = await resolveSecretKey(resolve(home), selector);
  return assertSigner(key, wanted), body(key);
}

export {
  signingOptions,
  withSigningKey
};
