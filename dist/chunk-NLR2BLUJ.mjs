import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  openPlace,
  summarize
} from "./chunk-NGSH6DRG.mjs";
import {
  readKeyInputs,
  readPlaceInputs
} from "./chunk-PGDMXRWN.mjs";
import "./chunk-CTCSP3XN.mjs";
import "./chunk-SSN2A6FW.mjs";
import {
  runSign
} from "./chunk-OUEITHPW.mjs";
import "./chunk-OFUO5KEB.mjs";
import "./chunk-BSKXIXIC.mjs";
import {
  withImportedKey
} from "./chunk-2W2U2DEI.mjs";
import "./chunk-IXJ4NE6I.mjs";
import "./chunk-MVMNFANK.mjs";
import "./chunk-FBAQSP4E.mjs";
import "./chunk-BBWHN6BN.mjs";
import "./chunk-6YHPK4EX.mjs";
import "./chunk-JD33PUBT.mjs";
import "./chunk-AXANLE5B.mjs";
import "./chunk-2SCTMUNZ.mjs";
import "./chunk-IZTKPFNN.mjs";
import "./chunk-BRZL2H2V.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OLDDEYD5.mjs";
import "./chunk-RF4O7ECS.mjs";
import "./chunk-PGVBXSTX.mjs";
import {
  ConfigError
} from "./chunk-S6FOOEAW.mjs";
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
