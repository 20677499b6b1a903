import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  ofFormat,
  withSigning,
  withWorkspace
} from "./chunk-66BRRSTF.mjs";
import "./chunk-GHM3D2SO.mjs";
import {
  readImageInputs,
  readRemixInputs,
  readSigningInputs
} from "./chunk-UVCWRH2E.mjs";
import "./chunk-24RJ33HK.mjs";
import "./chunk-56W44T4S.mjs";
import {
  runImages
} from "./chunk-FGSLNTHT.mjs";
import "./chunk-R2X4OS5F.mjs";
import "./chunk-FRBN4BH3.mjs";
import "./chunk-TA5WWN5A.mjs";
import "./chunk-CGAOBXCV.mjs";
import "./chunk-KYNKI3RF.mjs";
import "./chunk-ASAS55OV.mjs";
import "./chunk-3FZ6ZVO6.mjs";
import "./chunk-BBFWKSVB.mjs";
import "./chunk-S5GTPX6M.mjs";
import "./chunk-37RIOUAW.mjs";
import "./chunk-2P75PBLF.mjs";
import "./chunk-KHLKOYJR.mjs";
import "./chunk-DOQ2ZGJS.mjs";
import "./chunk-3LQH4CY4.mjs";
import "./chunk-XH7LVFR4.mjs";
import "./chunk-FNFQEHS5.mjs";
import "./chunk-45UIRVLW.mjs";
import "./chunk-BO2EEFVJ.mjs";
import "./chunk-4IMT35AU.mjs";
import "./chunk-4EVCFSCV.mjs";
import "./chunk-K6ANUZIM.mjs";
import "./chunk-WMWJRKQR.mjs";
import "./chunk-AM2BFUHL.mjs";
import "./chunk-KEKAGCBA.mjs";
import "./chunk-JY3YNXT2.mjs";
import "./chunk-CLRIBR2C.mjs";
import "./chunk-66OQTUZ5.mjs";
import "./chunk-MRWIELXG.mjs";
import "./chunk-URM4L2JU.mjs";
import "./chunk-EZXTRSSJ.mjs";
import "./chunk-7CYC7TXY.mjs";
import "./chunk-CZXE77TB.mjs";
import "./chunk-KXQS4K65.mjs";
import "./chunk-IDSON2TV.mjs";
import "./chunk-RMJDBXZZ.mjs";
import "./chunk-42PYFKU3.mjs";
import "./chunk-TMPJC6AK.mjs";
import "./chunk-P72VEJK4.mjs";
import "./chunk-FSB3DMR3.mjs";
import "./chunk-36L3BH6V.mjs";
import "./chunk-MRV3FBH2.mjs";
import "./chunk-CZRE6Y6S.mjs";
import "./chunk-77DXW6FU.mjs";
import "./chunk-HTPCCTUK.mjs";
import "./chunk-XVJUHMZ5.mjs";
import "./chunk-7MS3KZZN.mjs";
import "./chunk-WC5WENHQ.mjs";
import "./chunk-DC543OIF.mjs";
import "./chunk-LFLORQAR.mjs";
import "./chunk-PRTFM5JL.mjs";
import "./chunk-FPEYAMT3.mjs";
import "./chunk-3DWESOYY.mjs";
import "./chunk-5ZNLHQXI.mjs";
import "./chunk-TDFHNA5I.mjs";
import "./chunk-G4JM7VSD.mjs";
import "./chunk-O7QQU6TQ.mjs";
import "./chunk-MMSKSHK2.mjs";
import "./chunk-DNDHY2JN.mjs";
import "./chunk-R3RKH6FF.mjs";
import "./chunk-F7TDWIL3.mjs";
import "./chunk-GRGRR2G4.mjs";
import "./chunk-MJTTE3TM.mjs";
import "./chunk-JWMS3G55.mjs";
import "./chunk-6E5XLB2R.mjs";
import "./chunk-SMUFAYYX.mjs";
import "./chunk-E3M5HWQG.mjs";
import "./chunk-NQAOFE4X.mjs";
import "./chunk-OTENVE5P.mjs";
import "./chunk-3ZMDAGK4.mjs";
import "./chunk-CWMLDEDE.mjs";
import "./chunk-V2UHH4L7.mjs";
import "./chunk-FIQGJKUD.mjs";

// actions/build-image/inputs.ts
function readInputs(read) {
  return {
    ...readRemixInputs(read),
    ...readSigningInputs(read),
    ...readImageInputs(read),
    check: read.boolean("check")
  };
}

// actions/build-image/main.ts
async function run(inputs, ports) {
  return withWorkspace(inputs, ports, async (found) => {
    let workspace = ofFormat(found, inputs), images = await withSigning(
      inputs,
      workspace,
      (signing) => runImages(workspace, { check: inputs.check, names: wantedNames(inputs), signing })
    );
    for (let { path, sha256 } of images) ports.log.info(`${sha256}  ${path}`);
    let [first] = images;
    return {
      outputs: {
        image: first?.path ?? "",
        sha256: first?.sha256 ?? "",
        images: JSON.stringify(images),
        cached: String(images.every(({ cached }) => cached))
      },
      part: { images }
    };
  });
}
function wantedNames({ names }) {
  return names.length === 0 ? void 0 : names;
}
export {
  readInputs,
  run
};
