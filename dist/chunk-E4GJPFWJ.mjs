import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  openPlace,
  summarize
} from "./chunk-3MMNZOT3.mjs";
import {
  readKeyInputs,
  readPlaceInputs
} from "./chunk-KLM566EX.mjs";
import {
  runSign
} from "./chunk-3PNPCOV6.mjs";
import "./chunk-RLOTKWKF.mjs";
import "./chunk-ZOY2HOB4.mjs";
import {
  withImportedKey
} from "./chunk-YSMKRQHJ.mjs";
import "./chunk-VZHX7JVJ.mjs";
import "./chunk-6YHPK4EX.mjs";
import "./chunk-EDHQTCZ7.mjs";
import "./chunk-2SCTMUNZ.mjs";
import "./chunk-SSN2A6FW.mjs";
import "./chunk-JUC2KNTF.mjs";
import "./chunk-FRUPS4V3.mjs";
import "./chunk-PJVK2WBI.mjs";
import "./chunk-BBWHN6BN.mjs";
import {
  ConfigError
} from "./chunk-FAGSJBO3.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OF75LF2E.mjs";

// actions/sign/inputs.ts
function readInputs(read) {
  return { ...readPlaceInputs(read), ...readKeyInputs(read) };
}

// actions/sign/main.ts
async function run(inputs, ports) {
  const { gpgPrivateKey, gpgPassphrase } = inputs;
  if (gpgPrivateKey === void 0) {
    throw new ConfigError("INPUT_MISSING", "gpg-private-key is empty", {
      hint: "A secret that is not defined, or that this workflow may not read, is an empty text."
    });
  }
  const place = await openPlace(inputs, ports);
  const { gpgKey } = place.remix.sign ?? {};
  const made = await withImportedKey(
    gpgPrivateKey,
    gpgPassphrase,
    gpgKey,
    (signing) => runSign(place, { signing })
  );
  const { sha256sums, signature, fingerprint, publicKeyPath } = made;
  const signed = { checksums: sha256sums, signature, fingerprint };
  return {
    outputs: {
      sha256sums,
      signature,
      fingerprint,
      "public-key": publicKeyPath
    },
    summary: summarize(place, { publicKey: publicKeyPath, signed })
  };
}
export {
  readInputs,
  run
};
