import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  openPlace,
  summarize
} from "./chunk-IMDMD3KL.mjs";
import {
  readKeyInputs,
  readPlaceInputs
} from "./chunk-EDFNMRKR.mjs";
import "./chunk-24RJ33HK.mjs";
import "./chunk-56W44T4S.mjs";
import "./chunk-FRBN4BH3.mjs";
import {
  runSign
} from "./chunk-EFIIOUXX.mjs";
import "./chunk-XKJ6HAIP.mjs";
import "./chunk-ILRPDWKS.mjs";
import "./chunk-R6PITTFO.mjs";
import "./chunk-NT3NE2VR.mjs";
import "./chunk-TRKKLFAJ.mjs";
import {
  withImportedKey
} from "./chunk-VPF4N6EG.mjs";
import "./chunk-TEDNRVXJ.mjs";
import "./chunk-SUHXBGZF.mjs";
import "./chunk-3FZ6ZVO6.mjs";
import "./chunk-BBFWKSVB.mjs";
import "./chunk-S5GTPX6M.mjs";
import "./chunk-FSB3DMR3.mjs";
import "./chunk-QV3WZGT4.mjs";
import "./chunk-JGQSPRU2.mjs";
import "./chunk-DC543OIF.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
import "./chunk-TDFHNA5I.mjs";
import "./chunk-G4JM7VSD.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-FVKO6F3T.mjs";
import "./chunk-OXTLJHJG.mjs";
import "./chunk-7CYC7TXY.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-NOJIFO6H.mjs";
import "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-GRGRR2G4.mjs";
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-ZFWD6OLO.mjs";
import "./chunk-3ZMDAGK4.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// actions/sign/inputs.ts
function readInputs(read) {
  return { ...readPlaceInputs(read), ...readKeyInputs(read) };
}

// actions/sign/main.ts
async function run(inputs, ports) {
  let { gpgPrivateKey, gpgPassphrase } = inputs;
  if (gpgPrivateKey === void 0)
    throw new ConfigError("INPUT_MISSING", "gpg-private-key is empty", {
      hint: "A secret that is not defined, or that this workflow may not read, is an empty text."
    });
  let place = await openPlace(inputs, ports), { gpgKey } = place.remix.sign ?? {}, made = await withImportedKey(
    gpgPrivateKey,
    gpgPassphrase,
    gpgKey,
    (signing) => runSign(place, { signing })
  ), { sha256sums, signature, fingerprint, publicKeyPath } = made;
  return {
    outputs: {
      sha256sums,
      signature,
      fingerprint,
      "public-key": publicKeyPath
    },
    summary: summarize(place, { publicKey: publicKeyPath, signed: { checksums: sha256sums, signature, fingerprint } })
  };
}
export {
  readInputs,
  run
};
