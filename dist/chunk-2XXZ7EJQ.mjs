import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  uuidOfUrl
} from "./chunk-54PPNY4X.mjs";
import {
  RPMDB_PATHS,
  readInstalledPackages
} from "./chunk-MMUIYG3A.mjs";
import {
  formatCreated
} from "./chunk-AM2BFUHL.mjs";
import {
  meets,
  parseDependency
} from "./chunk-36L3BH6V.mjs";
import {
  CommitReader
} from "./chunk-FHUVXSWX.mjs";
import {
  formatEvr,
  formatNevra
} from "./chunk-77DXW6FU.mjs";
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  compareBytes
} from "./chunk-MJTTE3TM.mjs";
import {
  string
} from "./chunk-ZFWD6OLO.mjs";
import {
  sha256
} from "./chunk-3ZMDAGK4.mjs";
import {
  collectGarbage
} from "./chunk-CWMLDEDE.mjs";
import {
  BuildError
} from "./chunk-V2UHH4L7.mjs";
import {
  __callDispose,
  __commonJS,
  __toESM,
  __using
} from "./chunk-FIQGJKUD.mjs";

// node_modules/spdx-license-ids/index.json
var require_spdx_license_ids = __commonJS({
  "node_modules/spdx-license-ids/index.json"(exports, module) {
    module.exports = [
      "0BSD",
      "3D-Slicer-1.0",
      "AAL",
      "ADSL",
      "AFL-1.1",
      "AFL-1.2",
      "AFL-2.0",
      "AFL-2.1",
      "AFL-3.0",
      "AGPL-1.0-only",
      "AGPL-1.0-or-later",
      "AGPL-3.0-only",
      "AGPL-3.0-or-later",
      "ALGLIB-Documentation",
      "AMD-newlib",
      "AMDPLPA",
      "AML",
      "AML-glslang",
      "AMPAS",
      "ANTLR-PD",
      "ANTLR-PD-fallback",
      "APAFML",
      "APL-1.0",
      "APSL-1.0",
      "APSL-1.1",
      "APSL-1.2",
      "APSL-2.0",
      "ASWF-Digital-Assets-1.0",
      "ASWF-Digital-Assets-1.1",
      "Abstyles",
      "AdaCore-doc",
      "Adobe-2006",
      "Adobe-Display-PostScript",
      "Adobe-Glyph",
      "Adobe-Utopia",
      "Advanced-Cryptics-Dictionary",
      "Afmparse",
      "Aladdin",
      "Apache-1.0",
      "Apache-1.1",
      "Apache-2.0",
      "App-s2p",
      "Arphic-1999",
      "Artistic-1.0",
      "Artistic-1.0-Perl",
      "Artistic-1.0-cl8",
      "Artistic-2.0",
      "Artistic-dist",
      "Aspell-RU",
      "BOLA-1.1",
      "BSD-1-Clause",
      "BSD-2-Clause",
      "BSD-2-Clause-Darwin",
      "BSD-2-Clause-Patent",
      "BSD-2-Clause-Views",
      "BSD-2-Clause-first-lines",
      "BSD-2-Clause-pkgconf-disclaimer",
      "BSD-2-Clause-pos-unchanged",
      "BSD-3-Clause",
      "BSD-3-Clause-Attribution",
      "BSD-3-Clause-Clear",
      "BSD-3-Clause-HP",
      "BSD-3-Clause-LBNL",
      "BSD-3-Clause-Modification",
      "BSD-3-Clause-No-Military-License",
      "BSD-3-Clause-No-Nuclear-License",
      "BSD-3-Clause-No-Nuclear-License-2014",
      "BSD-3-Clause-No-Nuclear-Warranty",
      "BSD-3-Clause-Open-MPI",
      "BSD-3-Clause-OpenWebUI",
      "BSD-3-Clause-Sun",
      "BSD-3-Clause-Tso",
      "BSD-3-Clause-acpica",
      "BSD-3-Clause-flex",
      "BSD-4-Clause",
      "BSD-4-Clause-Shortened",
      "BSD-4-Clause-UC",
      "BSD-4.3RENO",
      "BSD-4.3TAHOE",
      "BSD-Advertising-Acknowledgement",
      "BSD-Attribution-HPND-disclaimer",
      "BSD-Inferno-Nettverk",
      "BSD-Mark-Modifications",
      "BSD-Protection",
      "BSD-Source-Code",
      "BSD-Source-Code-no-disclaimer",
      "BSD-Source-alt-GPL",
      "BSD-Source-beginning-file",
      "BSD-Systemics",
      "BSD-Systemics-W3Works",
      "BSD-ask-to-endorse",
      "BSL-1.0",
      "BUSL-1.1",
      "Baekmuk",
      "Bahyph",
      "Barr",
      "Beerware",
      "BitTorrent-1.0",
      "BitTorrent-1.1",
      "Bitstream-Charter",
      "Bitstream-Vera",
      "BlueOak-1.0.0",
      "Boehm-GC",
      "Boehm-GC-without-fee",
      "Borceux",
      "Brian-Gladman-2-Clause",
      "Brian-Gladman-3-Clause",
      "Brian-Gladman-3-Clause-no-conversion",
      "Buddy",
      "Bugroff",
      "C-UDA-1.0",
      "CAL-1.0",
      "CAL-1.0-Combined-Work-Exception",
      "CAPEC-tou",
      "CATOSL-1.1",
      "CC-BY-1.0",
      "CC-BY-2.0",
      "CC-BY-2.5",
      "CC-BY-2.5-AU",
      "CC-BY-3.0",
      "CC-BY-3.0-AT",
      "CC-BY-3.0-AU",
      "CC-BY-3.0-DE",
      "CC-BY-3.0-IGO",
      "CC-BY-3.0-NL",
      "CC-BY-3.0-US",
      "CC-BY-4.0",
      "CC-BY-NC-1.0",
      "CC-BY-NC-2.0",
      "CC-BY-NC-2.5",
      "CC-BY-NC-3.0",
      "CC-BY-NC-3.0-DE",
      "CC-BY-NC-3.0-IGO",
      "CC-BY-NC-4.0",
      "CC-BY-NC-ND-1.0",
      "CC-BY-NC-ND-2.0",
      "CC-BY-NC-ND-2.5",
      "CC-BY-NC-ND-3.0",
      "CC-BY-NC-ND-3.0-DE",
      "CC-BY-NC-ND-3.0-IGO",
      "CC-BY-NC-ND-4.0",
      "CC-BY-NC-SA-1.0",
      "CC-BY-NC-SA-2.0",
      "CC-BY-NC-SA-2.0-DE",
      "CC-BY-NC-SA-2.0-FR",
      "CC-BY-NC-SA-2.0-UK",
      "CC-BY-NC-SA-2.5",
      "CC-BY-NC-SA-3.0",
      "CC-BY-NC-SA-3.0-DE",
      "CC-BY-NC-SA-3.0-IGO",
      "CC-BY-NC-SA-4.0",
      "CC-BY-ND-1.0",
      "CC-BY-ND-2.0",
      "CC-BY-ND-2.5",
      "CC-BY-ND-3.0",
      "CC-BY-ND-3.0-DE",
      "CC-BY-ND-4.0",
      "CC-BY-SA-1.0",
      "CC-BY-SA-2.0",
      "CC-BY-SA-2.0-UK",
      "CC-BY-SA-2.1-JP",
      "CC-BY-SA-2.5",
      "CC-BY-SA-3.0",
      "CC-BY-SA-3.0-AT",
      "CC-BY-SA-3.0-DE",
      "CC-BY-SA-3.0-IGO",
      "CC-BY-SA-4.0",
      "CC-PDDC",
      "CC-PDM-1.0",
      "CC-SA-1.0",
      "CC0-1.0",
      "CDDL-1.0",
      "CDDL-1.1",
      "CDL-1.0",
      "CDLA-Permissive-1.0",
      "CDLA-Permissive-2.0",
      "CDLA-Sharing-1.0",
      "CECILL-1.0",
      "CECILL-1.1",
      "CECILL-2.0",
      "CECILL-2.1",
      "CECILL-B",
      "CECILL-C",
      "CERN-OHL-1.1",
      "CERN-OHL-1.2",
      "CERN-OHL-P-2.0",
      "CERN-OHL-S-2.0",
      "CERN-OHL-W-2.0",
      "CFITSIO",
      "CMU-Mach",
      "CMU-Mach-nodoc",
      "CNRI-Jython",
      "CNRI-Python",
      "CNRI-Python-GPL-Compatible",
      "COIL-1.0",
      "CPAL-1.0",
      "CPL-1.0",
      "CPOL-1.02",
      "CUA-OPL-1.0",
      "Caldera",
      "Caldera-no-preamble",
      "Catharon",
      "ClArtistic",
      "Clips",
      "Community-Spec-1.0",
      "Condor-1.1",
      "Cornell-Lossless-JPEG",
      "Cronyx",
      "Crossword",
      "CryptoSwift",
      "CrystalStacker",
      "Cube",
      "D-FSL-1.0",
      "DEC-3-Clause",
      "DL-DE-BY-2.0",
      "DL-DE-ZERO-2.0",
      "DOC",
      "DRL-1.0",
      "DRL-1.1",
      "DSDP",
      "DocBook-DTD",
      "DocBook-Schema",
      "DocBook-Stylesheet",
      "DocBook-XML",
      "Dotseqn",
      "ECL-1.0",
      "ECL-2.0",
      "EFL-1.0",
      "EFL-2.0",
      "EPICS",
      "EPL-1.0",
      "EPL-2.0",
      "ESA-PL-permissive-2.4",
      "ESA-PL-strong-copyleft-2.4",
      "ESA-PL-weak-copyleft-2.4",
      "EUDatagrid",
      "EUPL-1.0",
      "EUPL-1.1",
      "EUPL-1.2",
      "Elastic-2.0",
      "Entessa",
      "ErlPL-1.1",
      "Eurosym",
      "FBM",
      "FDK-AAC",
      "FDK-MPEG-H",
      "FSFAP",
      "FSFAP-no-warranty-disclaimer",
      "FSFUL",
      "FSFULLR",
      "FSFULLRSD",
      "FSFULLRWD",
      "FSL-1.1-ALv2",
      "FSL-1.1-MIT",
      "FTL",
      "Fair",
      "Ferguson-Twofish",
      "Frameworx-1.0",
      "FreeBSD-DOC",
      "FreeImage",
      "Furuseth",
      "GCR-docs",
      "GD",
      "GFDL-1.1-invariants-only",
      "GFDL-1.1-invariants-or-later",
      "GFDL-1.1-no-invariants-only",
      "GFDL-1.1-no-invariants-or-later",
      "GFDL-1.1-only",
      "GFDL-1.1-or-later",
      "GFDL-1.2-invariants-only",
      "GFDL-1.2-invariants-or-later",
      "GFDL-1.2-no-invariants-only",
      "GFDL-1.2-no-invariants-or-later",
      "GFDL-1.2-only",
      "GFDL-1.2-or-later",
      "GFDL-1.3-invariants-only",
      "GFDL-1.3-invariants-or-later",
      "GFDL-1.3-no-invariants-only",
      "GFDL-1.3-no-invariants-or-later",
      "GFDL-1.3-only",
      "GFDL-1.3-or-later",
      "GL2PS",
      "GLWTPL",
      "GPL-1.0-only",
      "GPL-1.0-or-later",
      "GPL-2.0-only",
      "GPL-2.0-or-later",
      "GPL-3.0-only",
      "GPL-3.0-or-later",
      "Game-Programming-Gems",
      "Giftware",
      "Glide",
      "Glulxe",
      "Graphics-Gems",
      "Gutmann",
      "HDF5",
      "HIDAPI",
      "HP-1986",
      "HP-1989",
      "HPND",
      "HPND-DEC",
      "HPND-Fenneberg-Livingston",
      "HPND-INRIA-IMAG",
      "HPND-Intel",
      "HPND-Kevlin-Henney",
      "HPND-MIT-disclaimer",
      "HPND-Markus-Kuhn",
      "HPND-Netrek",
      "HPND-Pbmplus",
      "HPND-SMC",
      "HPND-UC",
      "HPND-UC-export-US",
      "HPND-doc",
      "HPND-doc-sell",
      "HPND-export-US",
      "HPND-export-US-acknowledgement",
      "HPND-export-US-modify",
      "HPND-export2-US",
      "HPND-merchantability-variant",
      "HPND-sell-MIT-disclaimer-xserver",
      "HPND-sell-regexpr",
      "HPND-sell-variant",
      "HPND-sell-variant-MIT-disclaimer",
      "HPND-sell-variant-MIT-disclaimer-rev",
      "HPND-sell-variant-critical-systems",
      "HTMLTIDY",
      "HaskellReport",
      "Hippocratic-2.1",
      "Hippocratic-3.0-core",
      "IBM-pibs",
      "ICU",
      "IEC-Code-Components-EULA",
      "IJG",
      "IJG-short",
      "IPA",
      "IPL-1.0",
      "ISC",
      "ISC-Veillard",
      "ISO-permission",
      "ImageMagick",
      "Imlib2",
      "Info-ZIP",
      "Informatica",
      "Inner-Net-2.0",
      "InnoSetup",
      "Intel",
      "Intel-ACPI",
      "Interbase-1.0",
      "JPL-image",
      "JPNIC",
      "JSON",
      "Jam",
      "JasPer-2.0",
      "Kastrup",
      "Kazlib",
      "Knuth-CTAN",
      "LAL-1.2",
      "LAL-1.3",
      "LGPL-2.0-only",
      "LGPL-2.0-or-later",
      "LGPL-2.1-only",
      "LGPL-2.1-or-later",
      "LGPL-3.0-only",
      "LGPL-3.0-or-later",
      "LGPLLR",
      "LOOP",
      "LPD-document",
      "LPL-1.0",
      "LPL-1.02",
      "LPPL-1.0",
      "LPPL-1.1",
      "LPPL-1.2",
      "LPPL-1.3a",
      "LPPL-1.3c",
      "LZMA-SDK-9.11-to-9.20",
      "LZMA-SDK-9.22",
      "Latex2e",
      "Latex2e-translated-notice",
      "Leptonica",
      "LiLiQ-P-1.1",
      "LiLiQ-R-1.1",
      "LiLiQ-Rplus-1.1",
      "Libpng",
      "Linux-OpenIB",
      "Linux-man-pages-1-para",
      "Linux-man-pages-copyleft",
      "Linux-man-pages-copyleft-2-para",
      "Linux-man-pages-copyleft-var",
      "Lucida-Bitmap-Fonts",
      "MIPS",
      "MIT",
      "MIT-0",
      "MIT-CMU",
      "MIT-Click",
      "MIT-Festival",
      "MIT-Khronos-old",
      "MIT-Modern-Variant",
      "MIT-STK",
      "MIT-Wu",
      "MIT-advertising",
      "MIT-enna",
      "MIT-feh",
      "MIT-open-group",
      "MIT-testregex",
      "MITNFA",
      "MMIXware",
      "MMPL-1.0.1",
      "MPEG-SSG",
      "MPL-1.0",
      "MPL-1.1",
      "MPL-2.0",
      "MPL-2.0-no-copyleft-exception",
      "MS-LPL",
      "MS-PL",
      "MS-RL",
      "MTLL",
      "MVT-1.1",
      "Mackerras-3-Clause",
      "Mackerras-3-Clause-acknowledgment",
      "MakeIndex",
      "Martin-Birgmeier",
      "McPhee-slideshow",
      "Minpack",
      "MirOS",
      "Motosoto",
      "MulanPSL-1.0",
      "MulanPSL-2.0",
      "Multics",
      "Mup",
      "NAIST-2003",
      "NASA-1.3",
      "NBPL-1.0",
      "NCBI-PD",
      "NCGL-UK-2.0",
      "NCL",
      "NCSA",
      "NGPL",
      "NICTA-1.0",
      "NIST-PD",
      "NIST-PD-TNT",
      "NIST-PD-fallback",
      "NIST-Software",
      "NLOD-1.0",
      "NLOD-2.0",
      "NLPL",
      "NOSL",
      "NPL-1.0",
      "NPL-1.1",
      "NPOSL-3.0",
      "NRL",
      "NTIA-PD",
      "NTP",
      "NTP-0",
      "Naumen",
      "NetCDF",
      "Newsletr",
      "Nokia",
      "Noweb",
      "O-UDA-1.0",
      "OAR",
      "OCCT-PL",
      "OCLC-2.0",
      "ODC-By-1.0",
      "ODbL-1.0",
      "OFFIS",
      "OFL-1.0",
      "OFL-1.0-RFN",
      "OFL-1.0-no-RFN",
      "OFL-1.1",
      "OFL-1.1-RFN",
      "OFL-1.1-no-RFN",
      "OGC-1.0",
      "OGDL-Taiwan-1.0",
      "OGL-Canada-2.0",
      "OGL-UK-1.0",
      "OGL-UK-2.0",
      "OGL-UK-3.0",
      "OGTSL",
      "OLDAP-1.1",
      "OLDAP-1.2",
      "OLDAP-1.3",
      "OLDAP-1.4",
      "OLDAP-2.0",
      "OLDAP-2.0.1",
      "OLDAP-2.1",
      "OLDAP-2.2",
      "OLDAP-2.2.1",
      "OLDAP-2.2.2",
      "OLDAP-2.3",
      "OLDAP-2.4",
      "OLDAP-2.5",
      "OLDAP-2.6",
      "OLDAP-2.7",
      "OLDAP-2.8",
      "OLFL-1.3",
      "OML",
      "OPL-1.0",
      "OPL-UK-3.0",
      "OPUBL-1.0",
      "OSC-1.0",
      "OSET-PL-2.1",
      "OSL-1.0",
      "OSL-1.1",
      "OSL-2.0",
      "OSL-2.1",
      "OSL-3.0",
      "OSSP",
      "OpenMDW-1.0",
      "OpenPBS-2.3",
      "OpenSSL",
      "OpenSSL-standalone",
      "OpenVision",
      "PADL",
      "PDDL-1.0",
      "PHP-3.0",
      "PHP-3.01",
      "PPL",
      "PSF-2.0",
      "ParaType-Free-Font-1.3",
      "Parity-6.0.0",
      "Parity-7.0.0",
      "Pixar",
      "Plexus",
      "PolyForm-Noncommercial-1.0.0",
      "PolyForm-Small-Business-1.0.0",
      "PostgreSQL",
      "Python-2.0",
      "Python-2.0.1",
      "QPL-1.0",
      "QPL-1.0-INRIA-2004",
      "Qhull",
      "RHeCos-1.1",
      "RPL-1.1",
      "RPL-1.5",
      "RPSL-1.0",
      "RSA-MD",
      "RSCPL",
      "Rdisc",
      "Ruby",
      "Ruby-pty",
      "SAX-PD",
      "SAX-PD-2.0",
      "SCEA",
      "SGI-B-1.0",
      "SGI-B-1.1",
      "SGI-B-2.0",
      "SGI-OpenGL",
      "SGMLUG-PM",
      "SGP4",
      "SHL-0.5",
      "SHL-0.51",
      "SISSL",
      "SISSL-1.2",
      "SL",
      "SMAIL-GPL",
      "SMLNJ",
      "SMPPL",
      "SNIA",
      "SOFA",
      "SPL-1.0",
      "SSH-OpenSSH",
      "SSH-short",
      "SSLeay-standalone",
      "SSPL-1.0",
      "SUL-1.0",
      "SWL",
      "Saxpath",
      "SchemeReport",
      "Sendmail",
      "Sendmail-8.23",
      "Sendmail-Open-Source-1.1",
      "SimPL-2.0",
      "Sleepycat",
      "Soundex",
      "Spencer-86",
      "Spencer-94",
      "Spencer-99",
      "SugarCRM-1.1.3",
      "Sun-PPP",
      "Sun-PPP-2000",
      "SunPro",
      "Symlinks",
      "TAPR-OHL-1.0",
      "TCL",
      "TCP-wrappers",
      "TGPPL-1.0",
      "TMate",
      "TORQUE-1.1",
      "TOSL",
      "TPDL",
      "TPL-1.0",
      "TTWL",
      "TTYP0",
      "TU-Berlin-1.0",
      "TU-Berlin-2.0",
      "TekHVC",
      "TermReadKey",
      "ThirdEye",
      "TrustedQSL",
      "UCAR",
      "UCL-1.0",
      "UMich-Merit",
      "UPL-1.0",
      "URT-RLE",
      "Ubuntu-font-1.0",
      "UnRAR",
      "Unicode-3.0",
      "Unicode-DFS-2015",
      "Unicode-DFS-2016",
      "Unicode-TOU",
      "UnixCrypt",
      "Unlicense",
      "Unlicense-libtelnet",
      "Unlicense-libwhirlpool",
      "VOSTROM",
      "VSL-1.0",
      "Vim",
      "Vixie-Cron",
      "W3C",
      "W3C-19980720",
      "W3C-20150513",
      "WTFNMFPL",
      "WTFPL",
      "Watcom-1.0",
      "Widget-Workshop",
      "WordNet",
      "Wsuipa",
      "X11",
      "X11-distribute-modifications-variant",
      "X11-no-permit-persons",
      "X11-swapped",
      "XFree86-1.1",
      "XSkat",
      "Xdebug-1.03",
      "Xerox",
      "Xfig",
      "Xnet",
      "YPL-1.0",
      "YPL-1.1",
      "ZPL-1.1",
      "ZPL-2.0",
      "ZPL-2.1",
      "Zed",
      "Zeeff",
      "Zend-2.0",
      "Zimbra-1.3",
      "Zimbra-1.4",
      "Zlib",
      "any-OSI",
      "any-OSI-perl-modules",
      "atc-game",
      "bcrypt-Solar-Designer",
      "blessing",
      "bzip2-1.0.6",
      "check-cvs",
      "checkmk",
      "copyleft-next-0.3.0",
      "copyleft-next-0.3.1",
      "curl",
      "cve-tou",
      "diffmark",
      "dtoa",
      "dvipdfm",
      "eGenix",
      "etalab-2.0",
      "fwlw",
      "gSOAP-1.3b",
      "generic-xts",
      "gnuplot",
      "gtkbook",
      "hdparm",
      "hyphen-bulgarian",
      "iMatix",
      "jove",
      "libpng-1.6.35",
      "libpng-2.0",
      "libselinux-1.0",
      "libtiff",
      "libutil-David-Nugent",
      "lsof",
      "magaz",
      "mailprio",
      "man2html",
      "metamail",
      "mpi-permissive",
      "mpich2",
      "mplus",
      "ngrep",
      "pkgconf",
      "pnmstitch",
      "psfrag",
      "psutils",
      "python-ldap",
      "radvd",
      "snprintf",
      "softSurfer",
      "ssh-keyscan",
      "swrule",
      "threeparttable",
      "ulem",
      "w3m",
      "wwl",
      "xinetd",
      "xkeyboard-config-Zinoviev",
      "xlock",
      "xpp",
      "xzoom",
      "zlib-acknowledgement"
    ];
  }
});

// node_modules/spdx-license-ids/deprecated.json
var require_deprecated = __commonJS({
  "node_modules/spdx-license-ids/deprecated.json"(exports, module) {
    module.exports = [
      "AGPL-1.0",
      "AGPL-3.0",
      "BSD-2-Clause-FreeBSD",
      "BSD-2-Clause-NetBSD",
      "GFDL-1.1",
      "GFDL-1.2",
      "GFDL-1.3",
      "GPL-1.0",
      "GPL-2.0",
      "GPL-2.0-with-GCC-exception",
      "GPL-2.0-with-autoconf-exception",
      "GPL-2.0-with-bison-exception",
      "GPL-2.0-with-classpath-exception",
      "GPL-2.0-with-font-exception",
      "GPL-3.0",
      "GPL-3.0-with-GCC-exception",
      "GPL-3.0-with-autoconf-exception",
      "LGPL-2.0",
      "LGPL-2.1",
      "LGPL-3.0",
      "Net-SNMP",
      "Nunit",
      "StandardML-NJ",
      "bzip2-1.0.5",
      "eCos-2.0",
      "wxWindows"
    ];
  }
});

// node_modules/spdx-exceptions/index.json
var require_spdx_exceptions = __commonJS({
  "node_modules/spdx-exceptions/index.json"(exports, module) {
    module.exports = [
      "389-exception",
      "Asterisk-exception",
      "Autoconf-exception-2.0",
      "Autoconf-exception-3.0",
      "Autoconf-exception-generic",
      "Autoconf-exception-generic-3.0",
      "Autoconf-exception-macro",
      "Bison-exception-1.24",
      "Bison-exception-2.2",
      "Bootloader-exception",
      "Classpath-exception-2.0",
      "CLISP-exception-2.0",
      "cryptsetup-OpenSSL-exception",
      "DigiRule-FOSS-exception",
      "eCos-exception-2.0",
      "Fawkes-Runtime-exception",
      "FLTK-exception",
      "fmt-exception",
      "Font-exception-2.0",
      "freertos-exception-2.0",
      "GCC-exception-2.0",
      "GCC-exception-2.0-note",
      "GCC-exception-3.1",
      "Gmsh-exception",
      "GNAT-exception",
      "GNOME-examples-exception",
      "GNU-compiler-exception",
      "gnu-javamail-exception",
      "GPL-3.0-interface-exception",
      "GPL-3.0-linking-exception",
      "GPL-3.0-linking-source-exception",
      "GPL-CC-1.0",
      "GStreamer-exception-2005",
      "GStreamer-exception-2008",
      "i2p-gpl-java-exception",
      "KiCad-libraries-exception",
      "LGPL-3.0-linking-exception",
      "libpri-OpenH323-exception",
      "Libtool-exception",
      "Linux-syscall-note",
      "LLGPL",
      "LLVM-exception",
      "LZMA-exception",
      "mif-exception",
      "OCaml-LGPL-linking-exception",
      "OCCT-exception-1.0",
      "OpenJDK-assembly-exception-1.0",
      "openvpn-openssl-exception",
      "PS-or-PDF-font-exception-20170817",
      "QPL-1.0-INRIA-2004-exception",
      "Qt-GPL-exception-1.0",
      "Qt-LGPL-exception-1.1",
      "Qwt-exception-1.0",
      "SANE-exception",
      "SHL-2.0",
      "SHL-2.1",
      "stunnel-exception",
      "SWI-exception",
      "Swift-exception",
      "Texinfo-exception",
      "u-boot-exception-2.0",
      "UBDL-exception",
      "Universal-FOSS-exception-1.0",
      "vsftpd-openssl-exception",
      "WxWindows-exception-3.1",
      "x11vnc-openssl-exception"
    ];
  }
});

// node_modules/spdx-expression-parse/scan.js
var require_scan = __commonJS({
  "node_modules/spdx-expression-parse/scan.js"(exports, module) {
    "use strict";
    var licenses = [].concat(require_spdx_license_ids()).concat(require_deprecated()), exceptions = require_spdx_exceptions();
    module.exports = function(source) {
      var index = 0;
      function hasMore() {
        return index < source.length;
      }
      function read(value) {
        if (value instanceof RegExp) {
          var chars = source.slice(index), match = chars.match(value);
          if (match)
            return index += match[0].length, match[0];
        } else if (source.indexOf(value, index) === index)
          return index += value.length, value;
      }
      function skipWhitespace() {
        read(/[ ]*/);
      }
      function operator() {
        for (var string2, possibilities = [/^WITH/i, /^AND/i, /^OR/i, "(", ")", ":", "+"], i = 0; i < possibilities.length && (string2 = read(possibilities[i]), !string2); i++)
          ;
        if (string2 === "+" && index > 1 && source[index - 2] === " ")
          throw new Error("Space before `+`");
        return string2 && {
          type: "OPERATOR",
          string: string2.toUpperCase()
        };
      }
      function idstring() {
        return read(/[A-Za-z0-9-.]+/);
      }
      function expectIdstring() {
        var string2 = idstring();
        if (!string2)
          throw new Error("Expected idstring at offset " + index);
        return string2;
      }
      function documentRef() {
        if (read("DocumentRef-")) {
          var string2 = expectIdstring();
          return { type: "DOCUMENTREF", string: string2 };
        }
      }
      function licenseRef() {
        if (read("LicenseRef-")) {
          var string2 = expectIdstring();
          return { type: "LICENSEREF", string: string2 };
        }
      }
      function identifier() {
        var begin = index, string2 = idstring();
        if (licenses.indexOf(string2) !== -1)
          return {
            type: "LICENSE",
            string: string2
          };
        if (exceptions.indexOf(string2) !== -1)
          return {
            type: "EXCEPTION",
            string: string2
          };
        index = begin;
      }
      function parseToken() {
        return operator() || documentRef() || licenseRef() || identifier();
      }
      for (var tokens = []; hasMore() && (skipWhitespace(), !!hasMore()); ) {
        var token = parseToken();
        if (!token)
          throw new Error("Unexpected `" + source[index] + "` at offset " + index);
        tokens.push(token);
      }
      return tokens;
    };
  }
});

// node_modules/spdx-expression-parse/parse.js
var require_parse = __commonJS({
  "node_modules/spdx-expression-parse/parse.js"(exports, module) {
    "use strict";
    module.exports = function(tokens) {
      var index = 0;
      function hasMore() {
        return index < tokens.length;
      }
      function token() {
        return hasMore() ? tokens[index] : null;
      }
      function next() {
        if (!hasMore())
          throw new Error();
        index++;
      }
      function parseOperator(operator) {
        var t = token();
        if (t && t.type === "OPERATOR" && operator === t.string)
          return next(), t.string;
      }
      function parseWith() {
        if (parseOperator("WITH")) {
          var t = token();
          if (t && t.type === "EXCEPTION")
            return next(), t.string;
          throw new Error("Expected exception after `WITH`");
        }
      }
      function parseLicenseRef() {
        var begin = index, string2 = "", t = token();
        if (t.type === "DOCUMENTREF" && (next(), string2 += "DocumentRef-" + t.string + ":", !parseOperator(":")))
          throw new Error("Expected `:` after `DocumentRef-...`");
        if (t = token(), t === null)
          throw new Error("Unexpected end of input");
        if (t.type === "LICENSEREF") {
          next(), string2 += "LicenseRef-" + t.string;
          var node2 = { license: string2 }, exception = parseWith();
          return exception && (node2.exception = exception), node2;
        }
        index = begin;
      }
      function parseLicense() {
        var t = token();
        if (t && t.type === "LICENSE") {
          next();
          var node2 = { license: t.string };
          parseOperator("+") && (node2.plus = !0);
          var exception = parseWith();
          return exception && (node2.exception = exception), node2;
        }
      }
      function parseParenthesizedExpression() {
        var left = parseOperator("(");
        if (left) {
          var expr = parseExpression2();
          if (!parseOperator(")"))
            throw new Error("Expected `)`");
          return expr;
        }
      }
      function parseAtom() {
        return parseParenthesizedExpression() || parseLicenseRef() || parseLicense();
      }
      function makeBinaryOpParser(operator, nextParser) {
        return function parseBinaryOp() {
          var left = nextParser();
          if (left) {
            if (!parseOperator(operator))
              return left;
            var right = parseBinaryOp();
            if (!right)
              throw new Error("Expected expression");
            return {
              left,
              conjunction: operator.toLowerCase(),
              right
            };
          }
        };
      }
      var parseAnd = makeBinaryOpParser("AND", parseAtom), parseExpression2 = makeBinaryOpParser("OR", parseAnd), node = parseExpression2();
      if (!node || hasMore())
        throw new Error("Syntax error");
      return node;
    };
  }
});

// node_modules/spdx-expression-parse/index.js
var require_spdx_expression_parse = __commonJS({
  "node_modules/spdx-expression-parse/index.js"(exports, module) {
    "use strict";
    var scan = require_scan(), parse = require_parse();
    module.exports = function(source) {
      return parse(scan(source));
    };
  }
});

// lib/rpm/purl.ts
function formatRpmPurl(purl) {
  let { namespace = "", name, version, release, epoch = "0", arch, distro, upstream } = purl, qualifiers = {
    arch,
    distro,
    epoch: epoch === "0" ? void 0 : epoch,
    upstream: upstream === "" ? void 0 : upstream
  };
  return formatPurl("rpm", [namespace.toLowerCase(), name], `${version}-${release}`, qualifiers);
}
function formatOciPurl(digest, repository) {
  let name = repository.slice(repository.lastIndexOf("/") + 1).toLowerCase();
  return formatPurl("oci", [name], digest, {
    repository_url: repository.includes("/") ? repository : void 0
  });
}
function formatPurl(type, path, version, qualifiers) {
  let names = path.filter((part) => part !== "").map(escapePart), pairs = Object.entries(qualifiers).flatMap(
    ([key, value]) => value === void 0 ? [] : [`${key}=${escapePart(value)}`]
  ), query = pairs.length === 0 ? "" : `?${pairs.join("&")}`;
  return `pkg:${type}/${names.join("/")}@${escapePart(version)}${query}`;
}
function escapePart(text) {
  return encodeURIComponent(text).replaceAll("%3A", ":").replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

// lib/sbom/format-document.ts
import { createHash } from "node:crypto";
var ITEMS_OF_BLOCK = 1e3;
function formatDocument(head, lists) {
  let hash = createHash("sha256").update(JSON.stringify(head(""))), blocks = [""], pieces = [];
  for (let [name, items] of Object.entries(lists)) {
    let before = `,
${JSON.stringify(name)}:[
`;
    for (let item of items)
      add(`${before}${JSON.stringify(item)}`), before = `,
`;
    add(before === `,
` ? `
]` : `${before}]`);
  }
  let uuid = uuidOfUrl(`urn:sha256:${hash.digest("hex")}`);
  return blocks[0] = JSON.stringify(head(uuid)).slice(0, -1), `${blocks.join("")}${pieces.join("")}}
`;
  function add(piece) {
    hash.update(piece), pieces.push(piece), !(pieces.length < ITEMS_OF_BLOCK) && (blocks.push(pieces.join("")), pieces = []);
  }
}

// lib/sbom/identifiers.ts
var Identifiers = class {
  #taken = /* @__PURE__ */ new Set();
  #prefix;
  #forbidden;
  /** @param forbidden what no identifier may have: a hyphen stands for it */
  constructor(prefix = "", forbidden) {
    this.#prefix = prefix, this.#forbidden = forbidden;
  }
  make(name) {
    let clean = this.#forbidden === void 0 ? name : name.replace(this.#forbidden, "-"), plain = `${this.#prefix}${clean}`, exact = this.#taken.has(plain) ? `${plain}-${sha256(name).slice(0, 16)}` : plain, id = exact;
    for (let copy = 2; this.#taken.has(id); copy += 1) id = `${exact}.${copy}`;
    return this.#taken.add(id), id;
  }
  /** Makes one for each of `items`: its name, or `exact` of those that share one. */
  makeAll(items, exact) {
    let counts = /* @__PURE__ */ new Map();
    for (let { name } of items) counts.set(name, (counts.get(name) ?? 0) + 1);
    return items.map((item) => this.make(counts.get(item.name) === 1 ? item.name : exact(item)));
  }
};

// lib/sbom/cyclonedx.ts
var ALGORITHMS = {
  md5: "MD5",
  sha1: "SHA-1",
  sha224: void 0,
  sha256: "SHA-256",
  sha384: "SHA-384",
  sha512: "SHA-512",
  unknown: void 0
};
function formatCycloneDx(sbom) {
  let { system, packages, createdSeconds } = sbom, sources = new Map(sbom.sources.map((source) => [source.fileName, source])), ids = new Identifiers(), root = ids.make(systemReference(system)), references2 = ids.makeAll(packages, ({ nevra }) => nevra), referenceOf = (place) => references2[place] ?? "";
  return formatDocument(
    (uuid) => ({
      $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      serialNumber: `urn:uuid:${uuid}`,
      version: 1,
      metadata: {
        timestamp: formatCreated(createdSeconds),
        lifecycles: [{ phase: "build" }],
        tools: { components: [{ type: "application", name: "treesmith" }] },
        component: formatSystem(system, root)
      }
    }),
    { components: listComponents(), dependencies: listDependencies() }
  );
  function* listComponents() {
    for (let [place, one] of packages.entries())
      yield formatPackage(one, referenceOf(place), sources.get(one.sourceRpm));
    system.identity.kind === "image" && (yield formatOperatingSystem(system, ids));
  }
  function* listDependencies() {
    yield { ref: root, dependsOn: references2 };
    for (let [place, { dependsOn }] of packages.entries()) {
      let needs = dependsOn.length === 0 ? {} : { dependsOn: dependsOn.map(referenceOf) };
      yield { ref: referenceOf(place), ...needs };
    }
  }
}
function systemReference({ name, version, basearch, identity }) {
  return identity.kind === "commit" ? `ostree:${identity.commit}` : identity.kind === "image" ? formatOciPurl(identity.digest, identity.repository) : `system:${name}:${version}:${basearch}`;
}
function formatSystem(system, root) {
  let { name, version, basearch, osRelease, identity } = system, supplier2 = osRelease.vendorName || osRelease.name, pinned = identity.kind === "tree" ? {} : {
    hashes: [
      sha256Hash(identity.kind === "commit" ? identity.commit : identity.digest.slice(7))
    ]
  };
  return {
    type: identity.kind === "image" ? "container" : "operating-system",
    "bom-ref": root,
    supplier: { name: supplier2 },
    name,
    version,
    description: osRelease.prettyName,
    ...pinned,
    ...osRelease.cpeName === "" ? {} : { cpe: osRelease.cpeName },
    ...identity.kind === "image" ? { purl: root } : {},
    ...references([["website", osRelease.homeUrl]]),
    ...properties({
      basearch,
      "ostree:ref": identity.kind === "commit" ? identity.ref : void 0,
      "ostree:commit": identity.kind === "commit" ? identity.commit : void 0,
      "oci:repository": identity.kind === "image" ? identity.repository : void 0
    })
  };
}
function formatOperatingSystem({ osRelease }, ids) {
  let { id, versionId, prettyName, cpeName } = osRelease;
  return {
    type: "operating-system",
    "bom-ref": ids.make(`os:${id}:${versionId}`),
    name: id,
    version: versionId,
    description: prettyName,
    ...cpeName === "" ? {} : { cpe: cpeName }
  };
}
function formatPackage(one, reference2, source) {
  let { locked, vendor, summary, licence, purl } = one;
  return {
    type: "library",
    "bom-ref": reference2,
    ...vendor === "" ? {} : { supplier: { name: vendor } },
    name: one.name,
    version: formatEvr(one),
    ...summary === "" ? {} : { description: summary },
    ...locked === void 0 ? {} : { hashes: [sha256Hash(locked.sha256)] },
    ...licences(licence),
    purl,
    ...source?.locked === void 0 ? {} : { pedigree: { ancestors: [formatSource(source, source.locked)] } },
    ...references([
      ["website", one.url],
      ["distribution", locked?.url]
    ]),
    ...one.files.length === 0 ? {} : { components: one.files.map((file) => formatFile(file, reference2)) },
    ...properties({
      // What pins a package that was installed from a file nobody knows.
      "rpm:headersha256": locked === void 0 ? one.headerSha256 : void 0,
      "rpm:repository": locked?.repoid,
      "rpm:signer": locked?.signer
    })
  };
}
function formatSource({ name, version, release, purl }, locked) {
  return {
    type: "library",
    name,
    version: `${version}-${release}`,
    hashes: [sha256Hash(locked.sha256)],
    purl,
    ...references([["distribution", locked.url]])
  };
}
function formatFile({ path, sha1, digest, algorithm }, owner) {
  let alg = ALGORITHMS[algorithm], other = alg === void 0 || alg === "SHA-1" ? [] : [{ alg, content: digest }];
  return {
    type: "file",
    "bom-ref": `${owner}#${path}`,
    name: path,
    hashes: [{ alg: "SHA-1", content: sha1 }, ...other]
  };
}
function licences({ text, expression, isListed, references: unlisted2 }) {
  if (expression === void 0) return {};
  let [first] = unlisted2;
  return isListed ? { licenses: [{ license: { id: expression, acknowledgement: "declared" } }] } : first?.id === expression ? { licenses: [{ license: { name: text, acknowledgement: "declared" } }] } : { licenses: [{ expression, acknowledgement: "declared" }] };
}
function references(urls) {
  let found = urls.flatMap(
    ([type, url]) => url !== void 0 && isUrl(url) ? [{ type, url }] : []
  );
  return found.length === 0 ? {} : { externalReferences: found };
}
function isUrl(url) {
  return /^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i.test(url) && URL.canParse(url);
}
function properties(values) {
  let found = Object.entries(values).flatMap(
    ([name, value]) => value === void 0 || value === "" ? [] : [{ name: `treesmith:${name}`, value }]
  );
  return found.length === 0 ? {} : { properties: found };
}
function sha256Hash(content) {
  return { alg: "SHA-256", content };
}

// lib/sbom/spdx.ts
import { createHash as createHash2 } from "node:crypto";
var NAMESPACE = "https://spdx.org/spdxdocs/", PREFIX = "SPDXRef-", DOCUMENT = "DOCUMENT", SYSTEM = "System", NONE = "NOASSERTION";
function formatSpdx(sbom) {
  let { system, packages } = sbom, ids = new Identifiers(PREFIX, /[^A-Za-z0-9.-]+/g), [document, root] = [ids.make(DOCUMENT), ids.make(SYSTEM)], packageIds = ids.makeAll(packages, ({ nevra }) => nevra), sources = sbom.sources.filter(({ locked }) => locked !== void 0), sourceIds = new Map(sources.map(({ fileName }) => [fileName, ids.make(fileName)])), fileIds = packages.map(({ files }) => files.map(({ path }) => ids.make(`File${path}`))), idOf = (place) => packageIds[place] ?? "", name = documentName(system);
  return formatDocument(
    (uuid) => ({
      spdxVersion: "SPDX-2.3",
      dataLicense: "CC0-1.0",
      SPDXID: document,
      name,
      documentNamespace: `${NAMESPACE}${encodeURIComponent(name)}-${uuid}`,
      creationInfo: { created: formatCreated(sbom.createdSeconds), creators: ["Tool: treesmith"] },
      documentDescribes: [root]
    }),
    {
      packages: listPackages(),
      ...fileIds.some((list) => list.length > 0) ? { files: listFiles() } : {},
      hasExtractedLicensingInfos: extractedLicences(packages),
      relationships: listRelationships()
    }
  );
  function* listPackages() {
    yield formatSystem2(system, root);
    for (let [place, one] of packages.entries()) yield formatPackage2(one, idOf(place));
    for (let source of sources) yield formatSource2(source, sourceIds.get(source.fileName) ?? "");
  }
  function* listFiles() {
    for (let [place, { files }] of packages.entries())
      for (let [at, file] of files.entries()) yield formatFile2(file, fileIds[place]?.[at] ?? "");
  }
  function* listRelationships() {
    yield relationship(document, "DESCRIBES", root);
    for (let id of packageIds) yield relationship(root, "CONTAINS", id);
    for (let [place, { dependsOn, sourceRpm }] of packages.entries()) {
      let id = idOf(place);
      for (let other of dependsOn) yield relationship(id, "DEPENDS_ON", idOf(other));
      let source = sourceIds.get(sourceRpm);
      source !== void 0 && (yield relationship(id, "GENERATED_FROM", source));
      for (let file of fileIds[place] ?? []) yield relationship(id, "CONTAINS", file);
    }
  }
}
function relationship(spdxElementId, relationshipType, relatedSpdxElement) {
  return { spdxElementId, relationshipType, relatedSpdxElement };
}
function formatSystem2(system, id) {
  let { name, version, osRelease, identity } = system, isImage = identity.kind === "image", digest = identity.kind === "commit" ? identity.commit : isImage ? identity.digest.slice(7) : void 0, { cpeName } = osRelease, references2 = [
    ...isImage ? [purlReference(formatOciPurl(identity.digest, identity.repository))] : [],
    .../^cpe:2\.3:/.test(cpeName) ? [reference("SECURITY", "cpe23Type", cpeName)] : [],
    .../^cpe:\//.test(cpeName) ? [reference("SECURITY", "cpe22Type", cpeName)] : []
  ];
  return {
    SPDXID: id,
    name,
    ...version === "" ? {} : { versionInfo: version },
    ...isImage ? { packageFileName: identity.repository } : {},
    ...supplier(osRelease.vendorName || osRelease.name),
    downloadLocation: NONE,
    filesAnalyzed: !1,
    ...digest === void 0 ? {} : { checksums: [checksum("SHA256", digest)] },
    ...homepage(osRelease.homeUrl),
    description: describeSystem(system),
    primaryPackagePurpose: isImage ? "CONTAINER" : "OPERATING_SYSTEM",
    ...references2.length === 0 ? {} : { externalRefs: references2 }
  };
}
function formatPackage2(one, id) {
  let { locked, licence, files } = one;
  return {
    SPDXID: id,
    name: one.name,
    versionInfo: formatEvr(one),
    ...supplier(one.vendor),
    downloadLocation: downloadLocation(locked),
    filesAnalyzed: files.length > 0,
    ...files.length > 0 ? { packageVerificationCode: verificationCode(files) } : {},
    ...checksums(locked),
    ...homepage(one.url),
    sourceInfo: sourceInfo(one),
    ...licence.expression === void 0 ? {} : { licenseDeclared: licence.expression },
    ...one.summary === "" ? {} : { summary: one.summary },
    externalRefs: [purlReference(one.purl)],
    ...one.buildTime === 0 ? {} : { builtDate: formatCreated(one.buildTime) }
  };
}
function formatSource2({ name, version, release, purl, locked }, id) {
  return {
    SPDXID: id,
    name,
    versionInfo: `${version}-${release}`,
    downloadLocation: downloadLocation(locked),
    filesAnalyzed: !1,
    ...checksums(locked),
    primaryPackagePurpose: "SOURCE",
    externalRefs: [purlReference(purl)]
  };
}
function formatFile2({ path, sha1, digest, algorithm }, id) {
  let other = algorithm === "unknown" || algorithm === "sha1" ? void 0 : algorithm;
  return {
    SPDXID: id,
    fileName: `.${path}`,
    checksums: [
      checksum("SHA1", sha1),
      ...other === void 0 ? [] : [checksum(other.toUpperCase(), digest)]
    ]
  };
}
function verificationCode(files) {
  let sums = files.map(({ sha1 }) => sha1).sort();
  return { packageVerificationCodeValue: createHash2("sha1").update(sums.join("")).digest("hex") };
}
function extractedLicences(packages) {
  let all = packages.flatMap(({ licence }) => licence.references);
  return [...new Map(all.map((one) => [one.id, one])).values()].sort((a, b) => compareBytes(a.id, b.id)).map(({ id, name, text }) => ({ licenseId: id, extractedText: text, name }));
}
function sourceInfo({ locked }) {
  if (locked === void 0) return "not in the lock";
  let { repoid, signer } = locked, by = signer === void 0 ? "" : `, signed by the OpenPGP key ${signer}`;
  return `from the repository ${repoid}${by}`;
}
function describeSystem({ osRelease, basearch, identity }) {
  let what = `${osRelease.prettyName} for ${basearch}`;
  return identity.kind === "commit" ? `${what}: OSTree commit ${identity.commit} of ${identity.ref}` : identity.kind === "image" ? `${what}: ${identity.repository}@${identity.digest}` : what;
}
function documentName({ name, version, basearch }) {
  return [name, version, basearch].filter((part) => part !== "").join("-");
}
function downloadLocation(locked) {
  return locked !== void 0 && isWebUrl(locked.url) ? locked.url : NONE;
}
function checksums(locked) {
  return locked === void 0 ? {} : { checksums: [checksum("SHA256", locked.sha256)] };
}
function checksum(algorithm, checksumValue) {
  return { algorithm, checksumValue };
}
function homepage(url) {
  return isWebUrl(url) ? { homepage: url } : {};
}
function isWebUrl(url) {
  return /^(https?|ftp):\/\/[\x21-\x7e]+$/.test(url) && URL.canParse(url);
}
function supplier(name) {
  return name === "" ? {} : { supplier: `Organization: ${name.replace(/\s+/g, " ")}` };
}
function purlReference(purl) {
  return reference("PACKAGE-MANAGER", "purl", purl);
}
function reference(referenceCategory, referenceType, referenceLocator) {
  return { referenceCategory, referenceType, referenceLocator };
}

// lib/sbom/sbom-format.ts
var SBOM_FORMATS = ["spdx", "cyclonedx"], SBOM_FORMAT_FACTS = {
  spdx: { suffix: ".spdx.json", mediaType: "application/spdx+json" },
  cyclonedx: { suffix: ".cdx.json", mediaType: "application/vnd.cyclonedx+json" }
};
function formatSbom(sbom, format) {
  return format === "spdx" ? formatSpdx(sbom) : formatCycloneDx(sbom);
}

// lib/sbom/commit-sbom.ts
import { join } from "node:path";

// lib/sbom/file-sums.ts
import { createHash as createHash3 } from "node:crypto";
async function hashPackageFiles(reader, rpmdbPath) {
  let sums = /* @__PURE__ */ new Map(), bySum = /* @__PURE__ */ new Map();
  for (let { files } of readInstalledPackages(rpmdbPath))
    for (let { path, digest } of files) {
      if (digest === "" || sums.has(path)) continue;
      let file = await reader.find(path) ?? await reader.find(`usr${path}`);
      if (file === void 0) continue;
      let sha1 = bySum.get(file.checksum) ?? await reader.hash(file, createHash3("sha1"));
      bySum.set(file.checksum, sha1), sums.set(path, sha1);
    }
  return sums;
}

// lib/sbom/dependencies.ts
function requiredPaths(packages) {
  let paths = /* @__PURE__ */ new Set();
  for (let { requires } of packages)
    for (let requirement of requires)
      for (let { name } of capabilitiesOf(dependencyOf(requirement)))
        name.startsWith("/") && paths.add(ownedPath(name));
  return paths;
}
function ownedPath(path) {
  return path.replace(/^\/(bin|sbin|lib|lib64)\//, "/usr/$1/").replace(/^\/usr\/sbin\//, "/usr/bin/");
}
function resolveDependencies(packages, owners) {
  let providers = /* @__PURE__ */ new Map();
  packages.forEach(({ provides }, place) => {
    for (let provided of provides) {
      let known2 = providers.get(provided.name);
      known2 === void 0 ? providers.set(provided.name, [{ provided, place }]) : known2.push({ provided, place });
    }
  });
  let findProviders = (asked) => {
    let found = (providers.get(asked.name) ?? []).filter(({ provided }) => meets(provided, asked)).map(({ place }) => place);
    return asked.name.startsWith("/") ? [...found, ...owners.get(ownedPath(asked.name)) ?? []] : found;
  }, known = /* @__PURE__ */ new Map();
  return packages.map(({ requires }, place) => {
    let found = /* @__PURE__ */ new Set();
    for (let requirement of requires) {
      if (requirement.isOfRpm) continue;
      let key = `${requirement.name} ${requirement.sign ?? ""} ${requirement.evr ?? ""}`, places = known.get(key) ?? placesOf(dependencyOf(requirement), findProviders);
      if (known.set(key, places), !(!requirement.name.startsWith("(") && places.includes(place)))
        for (let other of places) other !== place && found.add(other);
    }
    return [...found].sort((a, b) => a - b);
  });
}
function dependencyOf(requirement) {
  return requirement.name.startsWith("(") ? parseDependency(requirement.name) : { kind: "capability", capability: requirement };
}
function placesOf(dependency, findProviders) {
  if (dependency.kind === "capability") return findProviders(dependency.capability);
  if (dependency.kind !== "conditional")
    return dependency.parts.flatMap((part2) => placesOf(part2, findProviders));
  let { when, part, otherwise } = dependency, due = placesOf(when, findProviders).length > 0 ? part : otherwise;
  return due === void 0 ? [] : placesOf(due, findProviders);
}
function capabilitiesOf(dependency) {
  return dependency.kind === "capability" ? [dependency.capability] : (dependency.kind === "conditional" ? [dependency.when, dependency.part, dependency.otherwise] : dependency.parts).flatMap((part) => part === void 0 ? [] : capabilitiesOf(part));
}

// lib/sbom/licence.ts
var import_spdx_expression_parse = __toESM(require_spdx_expression_parse(), 1);
var MAX_EXPRESSION = 4096, REFERENCE = "LicenseRef-";
function parseLicence(field) {
  let text = field.replace(/\s+/g, " ").trim();
  if (text === "") return { text, expression: void 0, isListed: !1, references: [] };
  let info = tryParse(text);
  if (info === void 0) {
    let reference2 = unlisted(text);
    return { text, expression: reference2.id, isListed: !1, references: [reference2] };
  }
  let references2 = /* @__PURE__ */ new Map(), expression = formatInfo(info, references2), isListed = "license" in info && info.exception === void 0 && info.plus !== !0 && references2.size === 0;
  return { text, expression, isListed, references: [...references2.values()] };
}
function tryParse(text) {
  if (!(text.length > MAX_EXPRESSION || /[^\x20-\x7e]/.test(text)) && !text.includes("DocumentRef-"))
    try {
      return (0, import_spdx_expression_parse.default)(text);
    } catch {
      return;
    }
}
function formatInfo(info, references2) {
  if ("conjunction" in info) {
    let operator = info.conjunction.toUpperCase(), [left, right] = [info.left, info.right].map((side) => {
      let inner = formatInfo(side, references2);
      return operator === "AND" && "conjunction" in side && side.conjunction === "or" ? `(${inner})` : inner;
    });
    return `${left} ${operator} ${right}`;
  }
  let { license, plus, exception } = info;
  if (license.startsWith(REFERENCE)) {
    let name = license.slice(REFERENCE.length);
    references2.set(license, { id: license, name, text: `The package calls this licence ${name}.` });
  }
  return `${license}${plus === !0 ? "+" : ""}${exception === void 0 ? "" : ` WITH ${exception}`}`;
}
function unlisted(text) {
  let readable = text.replace(/[^A-Za-z0-9.]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 64);
  return { id: `${REFERENCE}${readable === "" ? "" : `${readable}-`}${sha256(text).slice(0, 8)}`, name: text, text };
}

// lib/sbom/make-sbom.ts
var COLLECTED_TOGETHER = 250, SOURCE_RPM = /^(.+)-([^-]+)-([^-]+)\.(?:no)?src\.rpm$/;
function makeSbom(options) {
  let { rpmdbPath, system, fileSha1 } = options, namespace = system.osRelease.id, { versionId } = system.osRelease, distro = versionId === "" ? namespace : `${namespace}-${versionId}`, binaries = new Map((options.locked?.packages ?? []).map((one) => [lockedNevra(one), one])), licences2 = /* @__PURE__ */ new Map(), licenceOf = (text) => {
    let known = licences2.get(text) ?? parseLicence(text);
    return licences2.set(text, known), known;
  }, found = [];
  for (let one of readPackages(rpmdbPath)) found.push(pickPackage(one, fileSha1));
  found.sort((a, b) => compareBytes(a.nevra, b.nevra));
  let dependsOn = resolveDependencies(found, findOwners(rpmdbPath, found)), packages = found.map(({ requires: _, provides: __, ...one }, place) => {
    let upstream = one.sourceRpm, locked = binaries.get(one.nevra);
    return {
      ...one,
      purl: formatRpmPurl({ namespace, ...one, distro, upstream }),
      licence: licenceOf(one.license),
      locked: locked === void 0 ? void 0 : lockedRpm(locked),
      dependsOn: dependsOn[place] ?? []
    };
  }), { createdSeconds } = options, sources = sourcesOf(packages, options.locked?.source ?? [], { namespace, distro });
  return { system, packages, sources, createdSeconds };
}
function* readPackages(rpmdbPath) {
  let count = 0;
  for (let one of readInstalledPackages(rpmdbPath))
    yield one, count += 1, count % COLLECTED_TOGETHER === 0 && collectGarbage();
}
function pickPackage(one, fileSha1) {
  let { name, epoch, version, release, arch, requires, provides } = one, { summary, license, vendor, url, sourceRpm, buildTime, headerSha256 } = one, files = fileSha1 === void 0 ? [] : filesOf(one.files, fileSha1);
  return { ...{ nevra: formatNevra(one), name, epoch, version, release, arch }, ...{ summary, license, vendor, url, sourceRpm, buildTime, headerSha256 }, requires, provides, files };
}
function filesOf(files, fileSha1) {
  return files.flatMap(({ path, digest, algorithm }) => {
    let sha1 = digest === "" ? void 0 : fileSha1(path);
    return sha1 === void 0 ? [] : [{ path, digest, algorithm, sha1 }];
  }).sort((a, b) => compareBytes(a.path, b.path));
}
function findOwners(rpmdbPath, packages) {
  let wanted = requiredPaths(packages), owners = /* @__PURE__ */ new Map();
  if (wanted.size === 0) return owners;
  let places = new Map(packages.map(({ nevra }, place) => [nevra, place]));
  for (let one of readPackages(rpmdbPath)) {
    let place = places.get(formatNevra(one));
    if (place !== void 0)
      for (let { path } of one.files) {
        let owned = ownedPath(path);
        if (!wanted.has(owned)) continue;
        let known = owners.get(owned) ?? [];
        known.includes(place) || owners.set(owned, [...known, place]);
      }
  }
  return owners;
}
function sourcesOf(packages, locked, place) {
  let byFile = new Map(locked.map((one) => [one.url.slice(one.url.lastIndexOf("/") + 1), one]));
  return [...new Set(packages.flatMap(({ sourceRpm }) => sourceRpm === "" ? [] : [sourceRpm]))].sort(compareBytes).flatMap((fileName) => {
    let [, name, version, release] = SOURCE_RPM.exec(fileName) ?? [];
    if (name === void 0 || version === void 0 || release === void 0) return [];
    let source = byFile.get(fileName), purl = formatRpmPurl({ ...place, name, version, release, arch: "src" }), rpm = source === void 0 ? void 0 : lockedRpm(source);
    return [{ fileName, name, version, release, purl, locked: rpm }];
  });
}
function lockedNevra({ name, evr, arch }) {
  return `${name}-${evr}.${arch}`;
}
function lockedRpm({ url, repoid, checksum: checksum2, signer }) {
  return { url: publicUrl(url), repoid, sha256: checksum2.slice(7), signer };
}
function publicUrl(url) {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, "$1");
}

// lib/sbom/os-release.ts
function parseOsRelease(text) {
  let values = /* @__PURE__ */ new Map();
  for (let line of text.split(`
`)) {
    let [, key, value] = /^\s*([A-Z][A-Z0-9_]*)=(.*?)\s*$/.exec(line) ?? [];
    key !== void 0 && value !== void 0 && values.set(key, unquote(value));
  }
  let textOf = (key) => values.get(key) ?? "";
  return {
    id: textOf("ID") || "linux",
    versionId: textOf("VERSION_ID"),
    name: textOf("NAME") || "Linux",
    prettyName: textOf("PRETTY_NAME") || "Linux",
    vendorName: textOf("VENDOR_NAME"),
    homeUrl: textOf("HOME_URL"),
    cpeName: textOf("CPE_NAME")
  };
}
function unquote(value) {
  let [, , inner] = /^(["'])(.*)\1$/.exec(value) ?? [];
  return (value.startsWith("'") ? inner ?? value : (inner ?? value).replace(/\\(.)/g, "$1")).replace(/[\x00-\x1f\x7f]/g, " ").slice(0, 1024);
}

// lib/sbom/commit-sbom.ts
var MAX_OS_RELEASE_BYTES = 64 * 1024;
async function makeCommitSbom(options) {
  var _stack = [];
  try {
    let { repoPath, ref, commit, name, basearch, locked, image } = options;
    let reader = await CommitReader.open(repoPath, commit);
    let rpmdb = await findRpmdb(reader, commit);
    let temporary = __using(_stack, await makeTempDir(), !0);
    let rpmdbPath = join(temporary.path, "rpmdb.sqlite");
    await reader.extract(rpmdb, rpmdbPath);
    let osRelease = parseOsRelease(await readOsRelease(reader));
    let sums = options.withFiles === !0 ? await hashPackageFiles(reader, rpmdbPath) : void 0;
    return makeSbom({
      rpmdbPath,
      system: {
        name,
        version: versionOf(reader.commit) || osRelease.versionId,
        basearch,
        osRelease,
        identity: image ?? { kind: "commit", ref, commit }
      },
      createdSeconds: options.createdSeconds ?? reader.commit.timestampSeconds,
      ...locked === void 0 ? {} : { locked },
      ...sums === void 0 ? {} : { fileSha1: (path) => sums.get(path) }
    });
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function findRpmdb(reader, commit) {
  for (let path of RPMDB_PATHS) {
    let found = await reader.find(path);
    if (found !== void 0) return found;
  }
  throw new BuildError(
    "RPMDB_MISSING",
    `the commit ${commit} has no package database: ${RPMDB_PATHS.join(", ")}`
  );
}
async function readOsRelease(reader) {
  for (let path of ["usr/etc/os-release", "usr/lib/os-release"]) {
    let text = await reader.read(path, MAX_OS_RELEASE_BYTES);
    if (text !== void 0) return text.toString("utf8");
  }
  return "";
}
function versionOf({ metadata }) {
  let [, found] = metadata.find(([key]) => key === "version") ?? [];
  return found?.codec.signature === string.signature ? String(found.value) : "";
}

export {
  SBOM_FORMATS,
  SBOM_FORMAT_FACTS,
  formatSbom,
  makeSbom,
  parseOsRelease,
  makeCommitSbom
};
