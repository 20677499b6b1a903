import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  runSign
} from "./chunk-EFIIOUXX.mjs";
import "./chunk-XKJ6HAIP.mjs";
import "./chunk-ILRPDWKS.mjs";
import "./chunk-R6PITTFO.mjs";
import "./chunk-NT3NE2VR.mjs";
import "./chunk-TRKKLFAJ.mjs";
import {
  signingOptions,
  withSigningKey
} from "./chunk-TK2QE5UN.mjs";
import "./chunk-VPF4N6EG.mjs";
import "./chunk-TEDNRVXJ.mjs";
import "./chunk-SUHXBGZF.mjs";
import "./chunk-QV3WZGT4.mjs";
import {
  workspaceOf
} from "./chunk-KZSX3GDL.mjs";
import "./chunk-7MS3KZZN.mjs";
import "./chunk-JGQSPRU2.mjs";
import "./chunk-DC543OIF.mjs";
import {
  remixCommand
} from "./chunk-Z4VSWSTU.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
import {
  printResult
} from "./chunk-RX6DTXQO.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-FVKO6F3T.mjs";
import "./chunk-OXTLJHJG.mjs";
import "./chunk-7CYC7TXY.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-NOJIFO6H.mjs";
import "./chunk-DBSRCAXI.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-4N5P6MFD.mjs";
import "./chunk-GRGRR2G4.mjs";
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-ZFWD6OLO.mjs";
import "./chunk-3ZMDAGK4.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// cli/sign.ts
var HELP = `
Signs every commit of the OSTree repository under --out and its summary, and writes SHA256SUMS over
images, containers, keys and build-state.json with its detached signature SHA256SUMS.asc. The public
key goes to keys/. What the key has signed already is left as it is.`;
function signCommand() {
  return signingOptions(remixCommand("sign", "sign the commits and a SHA256SUMS of the results")).addHelpText("after", HELP).action(async (options) => {
    let workspace = await workspaceOf(options), made = await withSigningKey(options, workspace.remix.sign?.gpgKey, async (signing) => {
      if (signing !== void 0) return runSign(workspace, { signing });
      throw new ConfigError("NO_KEY", "there is no key to sign with", {
        hint: "Give --gpg-key, or set TREESMITH_GPG_PRIVATE_KEY; see --help."
      });
    });
    printResult(options.json, made, [
      ...made.commits.map(({ ref, commit }) => `commit     ${ref} ${commit}`),
      `checksums  ${made.sha256sums}`,
      `signature  ${made.signature}`,
      `key        ${made.publicKeyPath} (${made.fingerprint})`
    ]);
  });
}
export {
  signCommand
};
