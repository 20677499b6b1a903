import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  compareEvr,
  findNevraFault,
  formatEvr,
  formatNevra,
  parseEvr
} from "./chunk-QPRYW2CT.mjs";
import {
  groupBy
} from "./chunk-IXJ4NE6I.mjs";
import {
  assertToolsOf
} from "./chunk-DXRJQPTI.mjs";
import {
  formatLockfile,
  readLockfile,
  writeLockfile
} from "./chunk-R573IQWV.mjs";
import {
  ARCHITECTURES,
  readSource,
  remixError
} from "./chunk-FBAQSP4E.mjs";
import {
  nearestName
} from "./chunk-6YHPK4EX.mjs";
import {
  downloadFile
} from "./chunk-XW44VKEP.mjs";
import {
  redactUrl
} from "./chunk-AXANLE5B.mjs";
import {
  pLimit
} from "./chunk-H6KZ54YI.mjs";
import {
  makeTempDir
} from "./chunk-IZTKPFNN.mjs";
import {
  findTool,
  makeFolder,
  runTool,
  startTool,
  writeFileAtomic
} from "./chunk-BRZL2H2V.mjs";
import {
  compareBytes,
  formatBytes
} from "./chunk-RF4O7ECS.mjs";
import {
  sha256,
  stageKey
} from "./chunk-PGVBXSTX.mjs";
import {
  BuildError,
  ConfigError,
  TreesmithError,
  formatPlace
} from "./chunk-S6FOOEAW.mjs";
import {
  __callDispose,
  __commonJS,
  __toESM,
  __using
} from "./chunk-OF75LF2E.mjs";

// node_modules/xmlchars/xml/1.0/ed5.js
var require_ed5 = __commonJS({
  "node_modules/xmlchars/xml/1.0/ed5.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.CHAR = "	\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}";
    exports.S = " 	\r\n";
    exports.NAME_START_CHAR = ":A-Z_a-z\xC0-\xD6\xD8-\xF6\xF8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}";
    exports.NAME_CHAR = "-" + exports.NAME_START_CHAR + ".0-9\xB7\u0300-\u036F\u203F-\u2040";
    exports.CHAR_RE = new RegExp("^[" + exports.CHAR + "]$", "u");
    exports.S_RE = new RegExp("^[" + exports.S + "]+$", "u");
    exports.NAME_START_CHAR_RE = new RegExp("^[" + exports.NAME_START_CHAR + "]$", "u");
    exports.NAME_CHAR_RE = new RegExp("^[" + exports.NAME_CHAR + "]$", "u");
    exports.NAME_RE = new RegExp("^[" + exports.NAME_START_CHAR + "][" + exports.NAME_CHAR + "]*$", "u");
    exports.NMTOKEN_RE = new RegExp("^[" + exports.NAME_CHAR + "]+$", "u");
    var TAB = 9;
    var NL = 10;
    var CR = 13;
    var SPACE = 32;
    exports.S_LIST = [SPACE, NL, CR, TAB];
    function isChar(c) {
      return c >= SPACE && c <= 55295 || c === NL || c === CR || c === TAB || c >= 57344 && c <= 65533 || c >= 65536 && c <= 1114111;
    }
    exports.isChar = isChar;
    function isS(c) {
      return c === SPACE || c === NL || c === CR || c === TAB;
    }
    exports.isS = isS;
    function isNameStartChar(c) {
      return c >= 65 && c <= 90 || c >= 97 && c <= 122 || c === 58 || c === 95 || c === 8204 || c === 8205 || c >= 192 && c <= 214 || c >= 216 && c <= 246 || c >= 248 && c <= 767 || c >= 880 && c <= 893 || c >= 895 && c <= 8191 || c >= 8304 && c <= 8591 || c >= 11264 && c <= 12271 || c >= 12289 && c <= 55295 || c >= 63744 && c <= 64975 || c >= 65008 && c <= 65533 || c >= 65536 && c <= 983039;
    }
    exports.isNameStartChar = isNameStartChar;
    function isNameChar(c) {
      return isNameStartChar(c) || c >= 48 && c <= 57 || c === 45 || c === 46 || c === 183 || c >= 768 && c <= 879 || c >= 8255 && c <= 8256;
    }
    exports.isNameChar = isNameChar;
  }
});

// node_modules/xmlchars/xml/1.1/ed2.js
var require_ed2 = __commonJS({
  "node_modules/xmlchars/xml/1.1/ed2.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.CHAR = "-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}";
    exports.RESTRICTED_CHAR = "-\b\v\f-\x7F-\x84\x86-\x9F";
    exports.S = " 	\r\n";
    exports.NAME_START_CHAR = ":A-Z_a-z\xC0-\xD6\xD8-\xF6\xF8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}";
    exports.NAME_CHAR = "-" + exports.NAME_START_CHAR + ".0-9\xB7\u0300-\u036F\u203F-\u2040";
    exports.CHAR_RE = new RegExp("^[" + exports.CHAR + "]$", "u");
    exports.RESTRICTED_CHAR_RE = new RegExp("^[" + exports.RESTRICTED_CHAR + "]$", "u");
    exports.S_RE = new RegExp("^[" + exports.S + "]+$", "u");
    exports.NAME_START_CHAR_RE = new RegExp("^[" + exports.NAME_START_CHAR + "]$", "u");
    exports.NAME_CHAR_RE = new RegExp("^[" + exports.NAME_CHAR + "]$", "u");
    exports.NAME_RE = new RegExp("^[" + exports.NAME_START_CHAR + "][" + exports.NAME_CHAR + "]*$", "u");
    exports.NMTOKEN_RE = new RegExp("^[" + exports.NAME_CHAR + "]+$", "u");
    var TAB = 9;
    var NL = 10;
    var CR = 13;
    var SPACE = 32;
    exports.S_LIST = [SPACE, NL, CR, TAB];
    function isChar(c) {
      return c >= 1 && c <= 55295 || c >= 57344 && c <= 65533 || c >= 65536 && c <= 1114111;
    }
    exports.isChar = isChar;
    function isRestrictedChar(c) {
      return c >= 1 && c <= 8 || c === 11 || c === 12 || c >= 14 && c <= 31 || c >= 127 && c <= 132 || c >= 134 && c <= 159;
    }
    exports.isRestrictedChar = isRestrictedChar;
    function isCharAndNotRestricted(c) {
      return c === 9 || c === 10 || c === 13 || c > 31 && c < 127 || c === 133 || c > 159 && c <= 55295 || c >= 57344 && c <= 65533 || c >= 65536 && c <= 1114111;
    }
    exports.isCharAndNotRestricted = isCharAndNotRestricted;
    function isS(c) {
      return c === SPACE || c === NL || c === CR || c === TAB;
    }
    exports.isS = isS;
    function isNameStartChar(c) {
      return c >= 65 && c <= 90 || c >= 97 && c <= 122 || c === 58 || c === 95 || c === 8204 || c === 8205 || c >= 192 && c <= 214 || c >= 216 && c <= 246 || c >= 248 && c <= 767 || c >= 880 && c <= 893 || c >= 895 && c <= 8191 || c >= 8304 && c <= 8591 || c >= 11264 && c <= 12271 || c >= 12289 && c <= 55295 || c >= 63744 && c <= 64975 || c >= 65008 && c <= 65533 || c >= 65536 && c <= 983039;
    }
    exports.isNameStartChar = isNameStartChar;
    function isNameChar(c) {
      return isNameStartChar(c) || c >= 48 && c <= 57 || c === 45 || c === 46 || c === 183 || c >= 768 && c <= 879 || c >= 8255 && c <= 8256;
    }
    exports.isNameChar = isNameChar;
  }
});

// node_modules/xmlchars/xmlns/1.0/ed3.js
var require_ed3 = __commonJS({
  "node_modules/xmlchars/xmlns/1.0/ed3.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.NC_NAME_START_CHAR = "A-Z_a-z\xC0-\xD6\xD8-\xF6\xF8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}";
    exports.NC_NAME_CHAR = "-" + exports.NC_NAME_START_CHAR + ".0-9\xB7\u0300-\u036F\u203F-\u2040";
    exports.NC_NAME_START_CHAR_RE = new RegExp("^[" + exports.NC_NAME_START_CHAR + "]$", "u");
    exports.NC_NAME_CHAR_RE = new RegExp("^[" + exports.NC_NAME_CHAR + "]$", "u");
    exports.NC_NAME_RE = new RegExp("^[" + exports.NC_NAME_START_CHAR + "][" + exports.NC_NAME_CHAR + "]*$", "u");
    function isNCNameStartChar(c) {
      return c >= 65 && c <= 90 || c === 95 || c >= 97 && c <= 122 || c >= 192 && c <= 214 || c >= 216 && c <= 246 || c >= 248 && c <= 767 || c >= 880 && c <= 893 || c >= 895 && c <= 8191 || c >= 8204 && c <= 8205 || c >= 8304 && c <= 8591 || c >= 11264 && c <= 12271 || c >= 12289 && c <= 55295 || c >= 63744 && c <= 64975 || c >= 65008 && c <= 65533 || c >= 65536 && c <= 983039;
    }
    exports.isNCNameStartChar = isNCNameStartChar;
    function isNCNameChar(c) {
      return isNCNameStartChar(c) || (c === 45 || c === 46 || c >= 48 && c <= 57 || c === 183 || c >= 768 && c <= 879 || c >= 8255 && c <= 8256);
    }
    exports.isNCNameChar = isNCNameChar;
  }
});

// node_modules/saxes/saxes.js
var require_saxes = __commonJS({
  "node_modules/saxes/saxes.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.SaxesParser = exports.EVENTS = void 0;
    var ed5 = require_ed5();
    var ed2 = require_ed2();
    var NSed3 = require_ed3();
    var isS = ed5.isS;
    var isChar10 = ed5.isChar;
    var isNameStartChar = ed5.isNameStartChar;
    var isNameChar = ed5.isNameChar;
    var S_LIST = ed5.S_LIST;
    var NAME_RE = ed5.NAME_RE;
    var isChar11 = ed2.isChar;
    var isNCNameStartChar = NSed3.isNCNameStartChar;
    var isNCNameChar = NSed3.isNCNameChar;
    var NC_NAME_RE = NSed3.NC_NAME_RE;
    var XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";
    var XMLNS_NAMESPACE = "http://www.w3.org/2000/xmlns/";
    var rootNS = {
      // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment
      __proto__: null,
      xml: XML_NAMESPACE,
      xmlns: XMLNS_NAMESPACE
    };
    var XML_ENTITIES = {
      // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment
      __proto__: null,
      amp: "&",
      gt: ">",
      lt: "<",
      quot: '"',
      apos: "'"
    };
    var EOC = -1;
    var NL_LIKE = -2;
    var S_BEGIN = 0;
    var S_BEGIN_WHITESPACE = 1;
    var S_DOCTYPE = 2;
    var S_DOCTYPE_QUOTE = 3;
    var S_DTD = 4;
    var S_DTD_QUOTED = 5;
    var S_DTD_OPEN_WAKA = 6;
    var S_DTD_OPEN_WAKA_BANG = 7;
    var S_DTD_COMMENT = 8;
    var S_DTD_COMMENT_ENDING = 9;
    var S_DTD_COMMENT_ENDED = 10;
    var S_DTD_PI = 11;
    var S_DTD_PI_ENDING = 12;
    var S_TEXT = 13;
    var S_ENTITY = 14;
    var S_OPEN_WAKA = 15;
    var S_OPEN_WAKA_BANG = 16;
    var S_COMMENT = 17;
    var S_COMMENT_ENDING = 18;
    var S_COMMENT_ENDED = 19;
    var S_CDATA = 20;
    var S_CDATA_ENDING = 21;
    var S_CDATA_ENDING_2 = 22;
    var S_PI_FIRST_CHAR = 23;
    var S_PI_REST = 24;
    var S_PI_BODY = 25;
    var S_PI_ENDING = 26;
    var S_XML_DECL_NAME_START = 27;
    var S_XML_DECL_NAME = 28;
    var S_XML_DECL_EQ = 29;
    var S_XML_DECL_VALUE_START = 30;
    var S_XML_DECL_VALUE = 31;
    var S_XML_DECL_SEPARATOR = 32;
    var S_XML_DECL_ENDING = 33;
    var S_OPEN_TAG = 34;
    var S_OPEN_TAG_SLASH = 35;
    var S_ATTRIB = 36;
    var S_ATTRIB_NAME = 37;
    var S_ATTRIB_NAME_SAW_WHITE = 38;
    var S_ATTRIB_VALUE = 39;
    var S_ATTRIB_VALUE_QUOTED = 40;
    var S_ATTRIB_VALUE_CLOSED = 41;
    var S_ATTRIB_VALUE_UNQUOTED = 42;
    var S_CLOSE_TAG = 43;
    var S_CLOSE_TAG_SAW_WHITE = 44;
    var TAB = 9;
    var NL = 10;
    var CR = 13;
    var SPACE = 32;
    var BANG = 33;
    var DQUOTE = 34;
    var AMP = 38;
    var SQUOTE = 39;
    var MINUS = 45;
    var FORWARD_SLASH = 47;
    var SEMICOLON = 59;
    var LESS = 60;
    var EQUAL = 61;
    var GREATER = 62;
    var QUESTION = 63;
    var OPEN_BRACKET = 91;
    var CLOSE_BRACKET = 93;
    var NEL = 133;
    var LS = 8232;
    var isQuote = (c) => c === DQUOTE || c === SQUOTE;
    var QUOTES = [DQUOTE, SQUOTE];
    var DOCTYPE_TERMINATOR = [...QUOTES, OPEN_BRACKET, GREATER];
    var DTD_TERMINATOR = [...QUOTES, LESS, CLOSE_BRACKET];
    var XML_DECL_NAME_TERMINATOR = [EQUAL, QUESTION, ...S_LIST];
    var ATTRIB_VALUE_UNQUOTED_TERMINATOR = [...S_LIST, GREATER, AMP, LESS];
    function nsPairCheck(parser, prefix, uri) {
      switch (prefix) {
        case "xml":
          if (uri !== XML_NAMESPACE) {
            parser.fail(`xml prefix must be bound to ${XML_NAMESPACE}.`);
          }
          break;
        case "xmlns":
          if (uri !== XMLNS_NAMESPACE) {
            parser.fail(`xmlns prefix must be bound to ${XMLNS_NAMESPACE}.`);
          }
          break;
        default:
      }
      switch (uri) {
        case XMLNS_NAMESPACE:
          parser.fail(prefix === "" ? `the default namespace may not be set to ${uri}.` : `may not assign a prefix (even "xmlns") to the URI ${XMLNS_NAMESPACE}.`);
          break;
        case XML_NAMESPACE:
          switch (prefix) {
            case "xml":
              break;
            case "":
              parser.fail(`the default namespace may not be set to ${uri}.`);
              break;
            default:
              parser.fail("may not assign the xml namespace to another prefix.");
          }
          break;
        default:
      }
    }
    function nsMappingCheck(parser, mapping) {
      for (const local of Object.keys(mapping)) {
        nsPairCheck(parser, local, mapping[local]);
      }
    }
    var isNCName = (name) => NC_NAME_RE.test(name);
    var isName = (name) => NAME_RE.test(name);
    var FORBIDDEN_START = 0;
    var FORBIDDEN_BRACKET = 1;
    var FORBIDDEN_BRACKET_BRACKET = 2;
    exports.EVENTS = [
      "xmldecl",
      "text",
      "processinginstruction",
      "doctype",
      "comment",
      "opentagstart",
      "attribute",
      "opentag",
      "closetag",
      "cdata",
      "error",
      "end",
      "ready"
    ];
    var EVENT_NAME_TO_HANDLER_NAME = {
      xmldecl: "xmldeclHandler",
      text: "textHandler",
      processinginstruction: "piHandler",
      doctype: "doctypeHandler",
      comment: "commentHandler",
      opentagstart: "openTagStartHandler",
      attribute: "attributeHandler",
      opentag: "openTagHandler",
      closetag: "closeTagHandler",
      cdata: "cdataHandler",
      error: "errorHandler",
      end: "endHandler",
      ready: "readyHandler"
    };
    var SaxesParser2 = class {
      /**
       * @param opt The parser options.
       */
      constructor(opt) {
        this.opt = opt !== null && opt !== void 0 ? opt : {};
        this.fragmentOpt = !!this.opt.fragment;
        const xmlnsOpt = this.xmlnsOpt = !!this.opt.xmlns;
        this.trackPosition = this.opt.position !== false;
        this.fileName = this.opt.fileName;
        if (xmlnsOpt) {
          this.nameStartCheck = isNCNameStartChar;
          this.nameCheck = isNCNameChar;
          this.isName = isNCName;
          this.processAttribs = this.processAttribsNS;
          this.pushAttrib = this.pushAttribNS;
          this.ns = Object.assign({ __proto__: null }, rootNS);
          const additional = this.opt.additionalNamespaces;
          if (additional != null) {
            nsMappingCheck(this, additional);
            Object.assign(this.ns, additional);
          }
        } else {
          this.nameStartCheck = isNameStartChar;
          this.nameCheck = isNameChar;
          this.isName = isName;
          this.processAttribs = this.processAttribsPlain;
          this.pushAttrib = this.pushAttribPlain;
        }
        this.stateTable = [
          /* eslint-disable @typescript-eslint/unbound-method */
          this.sBegin,
          this.sBeginWhitespace,
          this.sDoctype,
          this.sDoctypeQuote,
          this.sDTD,
          this.sDTDQuoted,
          this.sDTDOpenWaka,
          this.sDTDOpenWakaBang,
          this.sDTDComment,
          this.sDTDCommentEnding,
          this.sDTDCommentEnded,
          this.sDTDPI,
          this.sDTDPIEnding,
          this.sText,
          this.sEntity,
          this.sOpenWaka,
          this.sOpenWakaBang,
          this.sComment,
          this.sCommentEnding,
          this.sCommentEnded,
          this.sCData,
          this.sCDataEnding,
          this.sCDataEnding2,
          this.sPIFirstChar,
          this.sPIRest,
          this.sPIBody,
          this.sPIEnding,
          this.sXMLDeclNameStart,
          this.sXMLDeclName,
          this.sXMLDeclEq,
          this.sXMLDeclValueStart,
          this.sXMLDeclValue,
          this.sXMLDeclSeparator,
          this.sXMLDeclEnding,
          this.sOpenTag,
          this.sOpenTagSlash,
          this.sAttrib,
          this.sAttribName,
          this.sAttribNameSawWhite,
          this.sAttribValue,
          this.sAttribValueQuoted,
          this.sAttribValueClosed,
          this.sAttribValueUnquoted,
          this.sCloseTag,
          this.sCloseTagSawWhite
          /* eslint-enable @typescript-eslint/unbound-method */
        ];
        this._init();
      }
      /**
       * Indicates whether or not the parser is closed. If ``true``, wait for
       * the ``ready`` event to write again.
       */
      get closed() {
        return this._closed;
      }
      _init() {
        var _a;
        this.openWakaBang = "";
        this.text = "";
        this.name = "";
        this.piTarget = "";
        this.entity = "";
        this.q = null;
        this.tags = [];
        this.tag = null;
        this.topNS = null;
        this.chunk = "";
        this.chunkPosition = 0;
        this.i = 0;
        this.prevI = 0;
        this.carriedFromPrevious = void 0;
        this.forbiddenState = FORBIDDEN_START;
        this.attribList = [];
        const { fragmentOpt } = this;
        this.state = fragmentOpt ? S_TEXT : S_BEGIN;
        this.reportedTextBeforeRoot = this.reportedTextAfterRoot = this.closedRoot = this.sawRoot = fragmentOpt;
        this.xmlDeclPossible = !fragmentOpt;
        this.xmlDeclExpects = ["version"];
        this.entityReturnState = void 0;
        let { defaultXMLVersion } = this.opt;
        if (defaultXMLVersion === void 0) {
          if (this.opt.forceXMLVersion === true) {
            throw new Error("forceXMLVersion set but defaultXMLVersion is not set");
          }
          defaultXMLVersion = "1.0";
        }
        this.setXMLVersion(defaultXMLVersion);
        this.positionAtNewLine = 0;
        this.doctype = false;
        this._closed = false;
        this.xmlDecl = {
          version: void 0,
          encoding: void 0,
          standalone: void 0
        };
        this.line = 1;
        this.column = 0;
        this.ENTITIES = Object.create(XML_ENTITIES);
        (_a = this.readyHandler) === null || _a === void 0 ? void 0 : _a.call(this);
      }
      /**
       * The stream position the parser is currently looking at. This field is
       * zero-based.
       *
       * This field is not based on counting Unicode characters but is to be
       * interpreted as a plain index into a JavaScript string.
       */
      get position() {
        return this.chunkPosition + this.i;
      }
      /**
       * The column number of the next character to be read by the parser.  *
       * This field is zero-based. (The first column in a line is 0.)
       *
       * This field reports the index at which the next character would be in the
       * line if the line were represented as a JavaScript string.  Note that this
       * *can* be different to a count based on the number of *Unicode characters*
       * due to how JavaScript handles astral plane characters.
       *
       * See [[column]] for a number that corresponds to a count of Unicode
       * characters.
       */
      get columnIndex() {
        return this.position - this.positionAtNewLine;
      }
      /**
       * Set an event listener on an event. The parser supports one handler per
       * event type. If you try to set an event handler over an existing handler,
       * the old handler is silently overwritten.
       *
       * @param name The event to listen to.
       *
       * @param handler The handler to set.
       */
      on(name, handler) {
        this[EVENT_NAME_TO_HANDLER_NAME[name]] = handler;
      }
      /**
       * Unset an event handler.
       *
       * @parma name The event to stop listening to.
       */
      off(name) {
        this[EVENT_NAME_TO_HANDLER_NAME[name]] = void 0;
      }
      /**
       * Make an error object. The error object will have a message that contains
       * the ``fileName`` option passed at the creation of the parser. If position
       * tracking was turned on, it will also have line and column number
       * information.
       *
       * @param message The message describing the error to report.
       *
       * @returns An error object with a properly formatted message.
       */
      makeError(message) {
        var _a;
        let msg = (_a = this.fileName) !== null && _a !== void 0 ? _a : "";
        if (this.trackPosition) {
          if (msg.length > 0) {
            msg += ":";
          }
          msg += `${this.line}:${this.column}`;
        }
        if (msg.length > 0) {
          msg += ": ";
        }
        return new Error(msg + message);
      }
      /**
       * Report a parsing error. This method is made public so that client code may
       * check for issues that are outside the scope of this project and can report
       * errors.
       *
       * @param message The error to report.
       *
       * @returns this
       */
      fail(message) {
        const err = this.makeError(message);
        const handler = this.errorHandler;
        if (handler === void 0) {
          throw err;
        } else {
          handler(err);
        }
        return this;
      }
      /**
       * Write a XML data to the parser.
       *
       * @param chunk The XML data to write.
       *
       * @returns this
       */
      // We do need object for the type here. Yes, it often causes problems
      // but not in this case.
      write(chunk) {
        if (this.closed) {
          return this.fail("cannot write after close; assign an onready handler.");
        }
        let end = false;
        if (chunk === null) {
          end = true;
          chunk = "";
        } else if (typeof chunk === "object") {
          chunk = chunk.toString();
        }
        if (this.carriedFromPrevious !== void 0) {
          chunk = `${this.carriedFromPrevious}${chunk}`;
          this.carriedFromPrevious = void 0;
        }
        let limit = chunk.length;
        const lastCode = chunk.charCodeAt(limit - 1);
        if (!end && // A trailing CR or surrogate must be carried over to the next
        // chunk.
        (lastCode === CR || lastCode >= 55296 && lastCode <= 56319)) {
          this.carriedFromPrevious = chunk[limit - 1];
          limit--;
          chunk = chunk.slice(0, limit);
        }
        const { stateTable } = this;
        this.chunk = chunk;
        this.i = 0;
        while (this.i < limit) {
          stateTable[this.state].call(this);
        }
        this.chunkPosition += limit;
        return end ? this.end() : this;
      }
      /**
       * Close the current stream. Perform final well-formedness checks and reset
       * the parser tstate.
       *
       * @returns this
       */
      close() {
        return this.write(null);
      }
      /**
       * Get a single code point out of the current chunk. This updates the current
       * position if we do position tracking.
       *
       * This is the algorithm to use for XML 1.0.
       *
       * @returns The character read.
       */
      getCode10() {
        const { chunk, i } = this;
        this.prevI = i;
        this.i = i + 1;
        if (i >= chunk.length) {
          return EOC;
        }
        const code2 = chunk.charCodeAt(i);
        this.column++;
        if (code2 < 55296) {
          if (code2 >= SPACE || code2 === TAB) {
            return code2;
          }
          switch (code2) {
            case NL:
              this.line++;
              this.column = 0;
              this.positionAtNewLine = this.position;
              return NL;
            case CR:
              if (chunk.charCodeAt(i + 1) === NL) {
                this.i = i + 2;
              }
              this.line++;
              this.column = 0;
              this.positionAtNewLine = this.position;
              return NL_LIKE;
            default:
              this.fail("disallowed character.");
              return code2;
          }
        }
        if (code2 > 56319) {
          if (!(code2 >= 57344 && code2 <= 65533)) {
            this.fail("disallowed character.");
          }
          return code2;
        }
        const final = 65536 + (code2 - 55296) * 1024 + (chunk.charCodeAt(i + 1) - 56320);
        this.i = i + 2;
        if (final > 1114111) {
          this.fail("disallowed character.");
        }
        return final;
      }
      /**
       * Get a single code point out of the current chunk. This updates the current
       * position if we do position tracking.
       *
       * This is the algorithm to use for XML 1.1.
       *
       * @returns {number} The character read.
       */
      getCode11() {
        const { chunk, i } = this;
        this.prevI = i;
        this.i = i + 1;
        if (i >= chunk.length) {
          return EOC;
        }
        const code2 = chunk.charCodeAt(i);
        this.column++;
        if (code2 < 55296) {
          if (code2 > 31 && code2 < 127 || code2 > 159 && code2 !== LS || code2 === TAB) {
            return code2;
          }
          switch (code2) {
            case NL:
              this.line++;
              this.column = 0;
              this.positionAtNewLine = this.position;
              return NL;
            case CR: {
              const next = chunk.charCodeAt(i + 1);
              if (next === NL || next === NEL) {
                this.i = i + 2;
              }
            }
            /* yes, fall through */
            case NEL:
            // 0x85
            case LS:
              this.line++;
              this.column = 0;
              this.positionAtNewLine = this.position;
              return NL_LIKE;
            default:
              this.fail("disallowed character.");
              return code2;
          }
        }
        if (code2 > 56319) {
          if (!(code2 >= 57344 && code2 <= 65533)) {
            this.fail("disallowed character.");
          }
          return code2;
        }
        const final = 65536 + (code2 - 55296) * 1024 + (chunk.charCodeAt(i + 1) - 56320);
        this.i = i + 2;
        if (final > 1114111) {
          this.fail("disallowed character.");
        }
        return final;
      }
      /**
       * Like ``getCode`` but with the return value normalized so that ``NL`` is
       * returned for ``NL_LIKE``.
       */
      getCodeNorm() {
        const c = this.getCode();
        return c === NL_LIKE ? NL : c;
      }
      unget() {
        this.i = this.prevI;
        this.column--;
      }
      /**
       * Capture characters into a buffer until encountering one of a set of
       * characters.
       *
       * @param chars An array of codepoints. Encountering a character in the array
       * ends the capture. (``chars`` may safely contain ``NL``.)
       *
       * @return The character code that made the capture end, or ``EOC`` if we hit
       * the end of the chunk. The return value cannot be NL_LIKE: NL is returned
       * instead.
       */
      captureTo(chars) {
        let { i: start } = this;
        const { chunk } = this;
        while (true) {
          const c = this.getCode();
          const isNLLike = c === NL_LIKE;
          const final = isNLLike ? NL : c;
          if (final === EOC || chars.includes(final)) {
            this.text += chunk.slice(start, this.prevI);
            return final;
          }
          if (isNLLike) {
            this.text += `${chunk.slice(start, this.prevI)}
`;
            start = this.i;
          }
        }
      }
      /**
       * Capture characters into a buffer until encountering a character.
       *
       * @param char The codepoint that ends the capture. **NOTE ``char`` MAY NOT
       * CONTAIN ``NL``.** Passing ``NL`` will result in buggy behavior.
       *
       * @return ``true`` if we ran into the character. Otherwise, we ran into the
       * end of the current chunk.
       */
      captureToChar(char) {
        let { i: start } = this;
        const { chunk } = this;
        while (true) {
          let c = this.getCode();
          switch (c) {
            case NL_LIKE:
              this.text += `${chunk.slice(start, this.prevI)}
`;
              start = this.i;
              c = NL;
              break;
            case EOC:
              this.text += chunk.slice(start);
              return false;
            default:
          }
          if (c === char) {
            this.text += chunk.slice(start, this.prevI);
            return true;
          }
        }
      }
      /**
       * Capture characters that satisfy ``isNameChar`` into the ``name`` field of
       * this parser.
       *
       * @return The character code that made the test fail, or ``EOC`` if we hit
       * the end of the chunk. The return value cannot be NL_LIKE: NL is returned
       * instead.
       */
      captureNameChars() {
        const { chunk, i: start } = this;
        while (true) {
          const c = this.getCode();
          if (c === EOC) {
            this.name += chunk.slice(start);
            return EOC;
          }
          if (!isNameChar(c)) {
            this.name += chunk.slice(start, this.prevI);
            return c === NL_LIKE ? NL : c;
          }
        }
      }
      /**
       * Skip white spaces.
       *
       * @return The character that ended the skip, or ``EOC`` if we hit
       * the end of the chunk. The return value cannot be NL_LIKE: NL is returned
       * instead.
       */
      skipSpaces() {
        while (true) {
          const c = this.getCodeNorm();
          if (c === EOC || !isS(c)) {
            return c;
          }
        }
      }
      setXMLVersion(version) {
        this.currentXMLVersion = version;
        if (version === "1.0") {
          this.isChar = isChar10;
          this.getCode = this.getCode10;
        } else {
          this.isChar = isChar11;
          this.getCode = this.getCode11;
        }
      }
      // STATE ENGINE METHODS
      // This needs to be a state separate from S_BEGIN_WHITESPACE because we want
      // to be sure never to come back to this state later.
      sBegin() {
        if (this.chunk.charCodeAt(0) === 65279) {
          this.i++;
          this.column++;
        }
        this.state = S_BEGIN_WHITESPACE;
      }
      sBeginWhitespace() {
        const iBefore = this.i;
        const c = this.skipSpaces();
        if (this.prevI !== iBefore) {
          this.xmlDeclPossible = false;
        }
        switch (c) {
          case LESS:
            this.state = S_OPEN_WAKA;
            if (this.text.length !== 0) {
              throw new Error("no-empty text at start");
            }
            break;
          case EOC:
            break;
          default:
            this.unget();
            this.state = S_TEXT;
            this.xmlDeclPossible = false;
        }
      }
      sDoctype() {
        var _a;
        const c = this.captureTo(DOCTYPE_TERMINATOR);
        switch (c) {
          case GREATER: {
            (_a = this.doctypeHandler) === null || _a === void 0 ? void 0 : _a.call(this, this.text);
            this.text = "";
            this.state = S_TEXT;
            this.doctype = true;
            break;
          }
          case EOC:
            break;
          default:
            this.text += String.fromCodePoint(c);
            if (c === OPEN_BRACKET) {
              this.state = S_DTD;
            } else if (isQuote(c)) {
              this.state = S_DOCTYPE_QUOTE;
              this.q = c;
            }
        }
      }
      sDoctypeQuote() {
        const q = this.q;
        if (this.captureToChar(q)) {
          this.text += String.fromCodePoint(q);
          this.q = null;
          this.state = S_DOCTYPE;
        }
      }
      sDTD() {
        const c = this.captureTo(DTD_TERMINATOR);
        if (c === EOC) {
          return;
        }
        this.text += String.fromCodePoint(c);
        if (c === CLOSE_BRACKET) {
          this.state = S_DOCTYPE;
        } else if (c === LESS) {
          this.state = S_DTD_OPEN_WAKA;
        } else if (isQuote(c)) {
          this.state = S_DTD_QUOTED;
          this.q = c;
        }
      }
      sDTDQuoted() {
        const q = this.q;
        if (this.captureToChar(q)) {
          this.text += String.fromCodePoint(q);
          this.state = S_DTD;
          this.q = null;
        }
      }
      sDTDOpenWaka() {
        const c = this.getCodeNorm();
        this.text += String.fromCodePoint(c);
        switch (c) {
          case BANG:
            this.state = S_DTD_OPEN_WAKA_BANG;
            this.openWakaBang = "";
            break;
          case QUESTION:
            this.state = S_DTD_PI;
            break;
          default:
            this.state = S_DTD;
        }
      }
      sDTDOpenWakaBang() {
        const char = String.fromCodePoint(this.getCodeNorm());
        const owb = this.openWakaBang += char;
        this.text += char;
        if (owb !== "-") {
          this.state = owb === "--" ? S_DTD_COMMENT : S_DTD;
          this.openWakaBang = "";
        }
      }
      sDTDComment() {
        if (this.captureToChar(MINUS)) {
          this.text += "-";
          this.state = S_DTD_COMMENT_ENDING;
        }
      }
      sDTDCommentEnding() {
        const c = this.getCodeNorm();
        this.text += String.fromCodePoint(c);
        this.state = c === MINUS ? S_DTD_COMMENT_ENDED : S_DTD_COMMENT;
      }
      sDTDCommentEnded() {
        const c = this.getCodeNorm();
        this.text += String.fromCodePoint(c);
        if (c === GREATER) {
          this.state = S_DTD;
        } else {
          this.fail("malformed comment.");
          this.state = S_DTD_COMMENT;
        }
      }
      sDTDPI() {
        if (this.captureToChar(QUESTION)) {
          this.text += "?";
          this.state = S_DTD_PI_ENDING;
        }
      }
      sDTDPIEnding() {
        const c = this.getCodeNorm();
        this.text += String.fromCodePoint(c);
        if (c === GREATER) {
          this.state = S_DTD;
        }
      }
      sText() {
        if (this.tags.length !== 0) {
          this.handleTextInRoot();
        } else {
          this.handleTextOutsideRoot();
        }
      }
      sEntity() {
        let { i: start } = this;
        const { chunk } = this;
        loop:
          while (true) {
            switch (this.getCode()) {
              case NL_LIKE:
                this.entity += `${chunk.slice(start, this.prevI)}
`;
                start = this.i;
                break;
              case SEMICOLON: {
                const { entityReturnState } = this;
                const entity = this.entity + chunk.slice(start, this.prevI);
                this.state = entityReturnState;
                let parsed;
                if (entity === "") {
                  this.fail("empty entity name.");
                  parsed = "&;";
                } else {
                  parsed = this.parseEntity(entity);
                  this.entity = "";
                }
                if (entityReturnState !== S_TEXT || this.textHandler !== void 0) {
                  this.text += parsed;
                }
                break loop;
              }
              case EOC:
                this.entity += chunk.slice(start);
                break loop;
              default:
            }
          }
      }
      sOpenWaka() {
        const c = this.getCode();
        if (isNameStartChar(c)) {
          this.state = S_OPEN_TAG;
          this.unget();
          this.xmlDeclPossible = false;
        } else {
          switch (c) {
            case FORWARD_SLASH:
              this.state = S_CLOSE_TAG;
              this.xmlDeclPossible = false;
              break;
            case BANG:
              this.state = S_OPEN_WAKA_BANG;
              this.openWakaBang = "";
              this.xmlDeclPossible = false;
              break;
            case QUESTION:
              this.state = S_PI_FIRST_CHAR;
              break;
            default:
              this.fail("disallowed character in tag name");
              this.state = S_TEXT;
              this.xmlDeclPossible = false;
          }
        }
      }
      sOpenWakaBang() {
        this.openWakaBang += String.fromCodePoint(this.getCodeNorm());
        switch (this.openWakaBang) {
          case "[CDATA[":
            if (!this.sawRoot && !this.reportedTextBeforeRoot) {
              this.fail("text data outside of root node.");
              this.reportedTextBeforeRoot = true;
            }
            if (this.closedRoot && !this.reportedTextAfterRoot) {
              this.fail("text data outside of root node.");
              this.reportedTextAfterRoot = true;
            }
            this.state = S_CDATA;
            this.openWakaBang = "";
            break;
          case "--":
            this.state = S_COMMENT;
            this.openWakaBang = "";
            break;
          case "DOCTYPE":
            this.state = S_DOCTYPE;
            if (this.doctype || this.sawRoot) {
              this.fail("inappropriately located doctype declaration.");
            }
            this.openWakaBang = "";
            break;
          default:
            if (this.openWakaBang.length >= 7) {
              this.fail("incorrect syntax.");
            }
        }
      }
      sComment() {
        if (this.captureToChar(MINUS)) {
          this.state = S_COMMENT_ENDING;
        }
      }
      sCommentEnding() {
        var _a;
        const c = this.getCodeNorm();
        if (c === MINUS) {
          this.state = S_COMMENT_ENDED;
          (_a = this.commentHandler) === null || _a === void 0 ? void 0 : _a.call(this, this.text);
          this.text = "";
        } else {
          this.text += `-${String.fromCodePoint(c)}`;
          this.state = S_COMMENT;
        }
      }
      sCommentEnded() {
        const c = this.getCodeNorm();
        if (c !== GREATER) {
          this.fail("malformed comment.");
          this.text += `--${String.fromCodePoint(c)}`;
          this.state = S_COMMENT;
        } else {
          this.state = S_TEXT;
        }
      }
      sCData() {
        if (this.captureToChar(CLOSE_BRACKET)) {
          this.state = S_CDATA_ENDING;
        }
      }
      sCDataEnding() {
        const c = this.getCodeNorm();
        if (c === CLOSE_BRACKET) {
          this.state = S_CDATA_ENDING_2;
        } else {
          this.text += `]${String.fromCodePoint(c)}`;
          this.state = S_CDATA;
        }
      }
      sCDataEnding2() {
        var _a;
        const c = this.getCodeNorm();
        switch (c) {
          case GREATER: {
            (_a = this.cdataHandler) === null || _a === void 0 ? void 0 : _a.call(this, this.text);
            this.text = "";
            this.state = S_TEXT;
            break;
          }
          case CLOSE_BRACKET:
            this.text += "]";
            break;
          default:
            this.text += `]]${String.fromCodePoint(c)}`;
            this.state = S_CDATA;
        }
      }
      // We need this separate state to check the first character fo the pi target
      // with this.nameStartCheck which allows less characters than this.nameCheck.
      sPIFirstChar() {
        const c = this.getCodeNorm();
        if (this.nameStartCheck(c)) {
          this.piTarget += String.fromCodePoint(c);
          this.state = S_PI_REST;
        } else if (c === QUESTION || isS(c)) {
          this.fail("processing instruction without a target.");
          this.state = c === QUESTION ? S_PI_ENDING : S_PI_BODY;
        } else {
          this.fail("disallowed character in processing instruction name.");
          this.piTarget += String.fromCodePoint(c);
          this.state = S_PI_REST;
        }
      }
      sPIRest() {
        const { chunk, i: start } = this;
        while (true) {
          const c = this.getCodeNorm();
          if (c === EOC) {
            this.piTarget += chunk.slice(start);
            return;
          }
          if (!this.nameCheck(c)) {
            this.piTarget += chunk.slice(start, this.prevI);
            const isQuestion = c === QUESTION;
            if (isQuestion || isS(c)) {
              if (this.piTarget === "xml") {
                if (!this.xmlDeclPossible) {
                  this.fail("an XML declaration must be at the start of the document.");
                }
                this.state = isQuestion ? S_XML_DECL_ENDING : S_XML_DECL_NAME_START;
              } else {
                this.state = isQuestion ? S_PI_ENDING : S_PI_BODY;
              }
            } else {
              this.fail("disallowed character in processing instruction name.");
              this.piTarget += String.fromCodePoint(c);
            }
            break;
          }
        }
      }
      sPIBody() {
        if (this.text.length === 0) {
          const c = this.getCodeNorm();
          if (c === QUESTION) {
            this.state = S_PI_ENDING;
          } else if (!isS(c)) {
            this.text = String.fromCodePoint(c);
          }
        } else if (this.captureToChar(QUESTION)) {
          this.state = S_PI_ENDING;
        }
      }
      sPIEnding() {
        var _a;
        const c = this.getCodeNorm();
        if (c === GREATER) {
          const { piTarget } = this;
          if (piTarget.toLowerCase() === "xml") {
            this.fail("the XML declaration must appear at the start of the document.");
          }
          (_a = this.piHandler) === null || _a === void 0 ? void 0 : _a.call(this, {
            target: piTarget,
            body: this.text
          });
          this.piTarget = this.text = "";
          this.state = S_TEXT;
        } else if (c === QUESTION) {
          this.text += "?";
        } else {
          this.text += `?${String.fromCodePoint(c)}`;
          this.state = S_PI_BODY;
        }
        this.xmlDeclPossible = false;
      }
      sXMLDeclNameStart() {
        const c = this.skipSpaces();
        if (c === QUESTION) {
          this.state = S_XML_DECL_ENDING;
          return;
        }
        if (c !== EOC) {
          this.state = S_XML_DECL_NAME;
          this.name = String.fromCodePoint(c);
        }
      }
      sXMLDeclName() {
        const c = this.captureTo(XML_DECL_NAME_TERMINATOR);
        if (c === QUESTION) {
          this.state = S_XML_DECL_ENDING;
          this.name += this.text;
          this.text = "";
          this.fail("XML declaration is incomplete.");
          return;
        }
        if (!(isS(c) || c === EQUAL)) {
          return;
        }
        this.name += this.text;
        this.text = "";
        if (!this.xmlDeclExpects.includes(this.name)) {
          switch (this.name.length) {
            case 0:
              this.fail("did not expect any more name/value pairs.");
              break;
            case 1:
              this.fail(`expected the name ${this.xmlDeclExpects[0]}.`);
              break;
            default:
              this.fail(`expected one of ${this.xmlDeclExpects.join(", ")}`);
          }
        }
        this.state = c === EQUAL ? S_XML_DECL_VALUE_START : S_XML_DECL_EQ;
      }
      sXMLDeclEq() {
        const c = this.getCodeNorm();
        if (c === QUESTION) {
          this.state = S_XML_DECL_ENDING;
          this.fail("XML declaration is incomplete.");
          return;
        }
        if (isS(c)) {
          return;
        }
        if (c !== EQUAL) {
          this.fail("value required.");
        }
        this.state = S_XML_DECL_VALUE_START;
      }
      sXMLDeclValueStart() {
        const c = this.getCodeNorm();
        if (c === QUESTION) {
          this.state = S_XML_DECL_ENDING;
          this.fail("XML declaration is incomplete.");
          return;
        }
        if (isS(c)) {
          return;
        }
        if (!isQuote(c)) {
          this.fail("value must be quoted.");
          this.q = SPACE;
        } else {
          this.q = c;
        }
        this.state = S_XML_DECL_VALUE;
      }
      sXMLDeclValue() {
        const c = this.captureTo([this.q, QUESTION]);
        if (c === QUESTION) {
          this.state = S_XML_DECL_ENDING;
          this.text = "";
          this.fail("XML declaration is incomplete.");
          return;
        }
        if (c === EOC) {
          return;
        }
        const value = this.text;
        this.text = "";
        switch (this.name) {
          case "version": {
            this.xmlDeclExpects = ["encoding", "standalone"];
            const version = value;
            this.xmlDecl.version = version;
            if (!/^1\.[0-9]+$/.test(version)) {
              this.fail("version number must match /^1\\.[0-9]+$/.");
            } else if (!this.opt.forceXMLVersion) {
              this.setXMLVersion(version);
            }
            break;
          }
          case "encoding":
            if (!/^[A-Za-z][A-Za-z0-9._-]*$/.test(value)) {
              this.fail("encoding value must match /^[A-Za-z0-9][A-Za-z0-9._-]*$/.");
            }
            this.xmlDeclExpects = ["standalone"];
            this.xmlDecl.encoding = value;
            break;
          case "standalone":
            if (value !== "yes" && value !== "no") {
              this.fail('standalone value must match "yes" or "no".');
            }
            this.xmlDeclExpects = [];
            this.xmlDecl.standalone = value;
            break;
          default:
        }
        this.name = "";
        this.state = S_XML_DECL_SEPARATOR;
      }
      sXMLDeclSeparator() {
        const c = this.getCodeNorm();
        if (c === QUESTION) {
          this.state = S_XML_DECL_ENDING;
          return;
        }
        if (!isS(c)) {
          this.fail("whitespace required.");
          this.unget();
        }
        this.state = S_XML_DECL_NAME_START;
      }
      sXMLDeclEnding() {
        var _a;
        const c = this.getCodeNorm();
        if (c === GREATER) {
          if (this.piTarget !== "xml") {
            this.fail("processing instructions are not allowed before root.");
          } else if (this.name !== "version" && this.xmlDeclExpects.includes("version")) {
            this.fail("XML declaration must contain a version.");
          }
          (_a = this.xmldeclHandler) === null || _a === void 0 ? void 0 : _a.call(this, this.xmlDecl);
          this.name = "";
          this.piTarget = this.text = "";
          this.state = S_TEXT;
        } else {
          this.fail("The character ? is disallowed anywhere in XML declarations.");
        }
        this.xmlDeclPossible = false;
      }
      sOpenTag() {
        var _a;
        const c = this.captureNameChars();
        if (c === EOC) {
          return;
        }
        const tag = this.tag = {
          name: this.name,
          attributes: /* @__PURE__ */ Object.create(null)
        };
        this.name = "";
        if (this.xmlnsOpt) {
          this.topNS = tag.ns = /* @__PURE__ */ Object.create(null);
        }
        (_a = this.openTagStartHandler) === null || _a === void 0 ? void 0 : _a.call(this, tag);
        this.sawRoot = true;
        if (!this.fragmentOpt && this.closedRoot) {
          this.fail("documents may contain only one root.");
        }
        switch (c) {
          case GREATER:
            this.openTag();
            break;
          case FORWARD_SLASH:
            this.state = S_OPEN_TAG_SLASH;
            break;
          default:
            if (!isS(c)) {
              this.fail("disallowed character in tag name.");
            }
            this.state = S_ATTRIB;
        }
      }
      sOpenTagSlash() {
        if (this.getCode() === GREATER) {
          this.openSelfClosingTag();
        } else {
          this.fail("forward-slash in opening tag not followed by >.");
          this.state = S_ATTRIB;
        }
      }
      sAttrib() {
        const c = this.skipSpaces();
        if (c === EOC) {
          return;
        }
        if (isNameStartChar(c)) {
          this.unget();
          this.state = S_ATTRIB_NAME;
        } else if (c === GREATER) {
          this.openTag();
        } else if (c === FORWARD_SLASH) {
          this.state = S_OPEN_TAG_SLASH;
        } else {
          this.fail("disallowed character in attribute name.");
        }
      }
      sAttribName() {
        const c = this.captureNameChars();
        if (c === EQUAL) {
          this.state = S_ATTRIB_VALUE;
        } else if (isS(c)) {
          this.state = S_ATTRIB_NAME_SAW_WHITE;
        } else if (c === GREATER) {
          this.fail("attribute without value.");
          this.pushAttrib(this.name, this.name);
          this.name = this.text = "";
          this.openTag();
        } else if (c !== EOC) {
          this.fail("disallowed character in attribute name.");
        }
      }
      sAttribNameSawWhite() {
        const c = this.skipSpaces();
        switch (c) {
          case EOC:
            return;
          case EQUAL:
            this.state = S_ATTRIB_VALUE;
            break;
          default:
            this.fail("attribute without value.");
            this.text = "";
            this.name = "";
            if (c === GREATER) {
              this.openTag();
            } else if (isNameStartChar(c)) {
              this.unget();
              this.state = S_ATTRIB_NAME;
            } else {
              this.fail("disallowed character in attribute name.");
              this.state = S_ATTRIB;
            }
        }
      }
      sAttribValue() {
        const c = this.getCodeNorm();
        if (isQuote(c)) {
          this.q = c;
          this.state = S_ATTRIB_VALUE_QUOTED;
        } else if (!isS(c)) {
          this.fail("unquoted attribute value.");
          this.state = S_ATTRIB_VALUE_UNQUOTED;
          this.unget();
        }
      }
      sAttribValueQuoted() {
        const { q, chunk } = this;
        let { i: start } = this;
        while (true) {
          switch (this.getCode()) {
            case q:
              this.pushAttrib(this.name, this.text + chunk.slice(start, this.prevI));
              this.name = this.text = "";
              this.q = null;
              this.state = S_ATTRIB_VALUE_CLOSED;
              return;
            case AMP:
              this.text += chunk.slice(start, this.prevI);
              this.state = S_ENTITY;
              this.entityReturnState = S_ATTRIB_VALUE_QUOTED;
              return;
            case NL:
            case NL_LIKE:
            case TAB:
              this.text += `${chunk.slice(start, this.prevI)} `;
              start = this.i;
              break;
            case LESS:
              this.text += chunk.slice(start, this.prevI);
              this.fail("disallowed character.");
              return;
            case EOC:
              this.text += chunk.slice(start);
              return;
            default:
          }
        }
      }
      sAttribValueClosed() {
        const c = this.getCodeNorm();
        if (isS(c)) {
          this.state = S_ATTRIB;
        } else if (c === GREATER) {
          this.openTag();
        } else if (c === FORWARD_SLASH) {
          this.state = S_OPEN_TAG_SLASH;
        } else if (isNameStartChar(c)) {
          this.fail("no whitespace between attributes.");
          this.unget();
          this.state = S_ATTRIB_NAME;
        } else {
          this.fail("disallowed character in attribute name.");
        }
      }
      sAttribValueUnquoted() {
        const c = this.captureTo(ATTRIB_VALUE_UNQUOTED_TERMINATOR);
        switch (c) {
          case AMP:
            this.state = S_ENTITY;
            this.entityReturnState = S_ATTRIB_VALUE_UNQUOTED;
            break;
          case LESS:
            this.fail("disallowed character.");
            break;
          case EOC:
            break;
          default:
            if (this.text.includes("]]>")) {
              this.fail('the string "]]>" is disallowed in char data.');
            }
            this.pushAttrib(this.name, this.text);
            this.name = this.text = "";
            if (c === GREATER) {
              this.openTag();
            } else {
              this.state = S_ATTRIB;
            }
        }
      }
      sCloseTag() {
        const c = this.captureNameChars();
        if (c === GREATER) {
          this.closeTag();
        } else if (isS(c)) {
          this.state = S_CLOSE_TAG_SAW_WHITE;
        } else if (c !== EOC) {
          this.fail("disallowed character in closing tag.");
        }
      }
      sCloseTagSawWhite() {
        switch (this.skipSpaces()) {
          case GREATER:
            this.closeTag();
            break;
          case EOC:
            break;
          default:
            this.fail("disallowed character in closing tag.");
        }
      }
      // END OF STATE ENGINE METHODS
      handleTextInRoot() {
        let { i: start, forbiddenState } = this;
        const { chunk, textHandler: handler } = this;
        scanLoop:
          while (true) {
            switch (this.getCode()) {
              case LESS: {
                this.state = S_OPEN_WAKA;
                if (handler !== void 0) {
                  const { text } = this;
                  const slice = chunk.slice(start, this.prevI);
                  if (text.length !== 0) {
                    handler(text + slice);
                    this.text = "";
                  } else if (slice.length !== 0) {
                    handler(slice);
                  }
                }
                forbiddenState = FORBIDDEN_START;
                break scanLoop;
              }
              case AMP:
                this.state = S_ENTITY;
                this.entityReturnState = S_TEXT;
                if (handler !== void 0) {
                  this.text += chunk.slice(start, this.prevI);
                }
                forbiddenState = FORBIDDEN_START;
                break scanLoop;
              case CLOSE_BRACKET:
                switch (forbiddenState) {
                  case FORBIDDEN_START:
                    forbiddenState = FORBIDDEN_BRACKET;
                    break;
                  case FORBIDDEN_BRACKET:
                    forbiddenState = FORBIDDEN_BRACKET_BRACKET;
                    break;
                  case FORBIDDEN_BRACKET_BRACKET:
                    break;
                  default:
                    throw new Error("impossible state");
                }
                break;
              case GREATER:
                if (forbiddenState === FORBIDDEN_BRACKET_BRACKET) {
                  this.fail('the string "]]>" is disallowed in char data.');
                }
                forbiddenState = FORBIDDEN_START;
                break;
              case NL_LIKE:
                if (handler !== void 0) {
                  this.text += `${chunk.slice(start, this.prevI)}
`;
                }
                start = this.i;
                forbiddenState = FORBIDDEN_START;
                break;
              case EOC:
                if (handler !== void 0) {
                  this.text += chunk.slice(start);
                }
                break scanLoop;
              default:
                forbiddenState = FORBIDDEN_START;
            }
          }
        this.forbiddenState = forbiddenState;
      }
      handleTextOutsideRoot() {
        let { i: start } = this;
        const { chunk, textHandler: handler } = this;
        let nonSpace = false;
        outRootLoop:
          while (true) {
            const code2 = this.getCode();
            switch (code2) {
              case LESS: {
                this.state = S_OPEN_WAKA;
                if (handler !== void 0) {
                  const { text } = this;
                  const slice = chunk.slice(start, this.prevI);
                  if (text.length !== 0) {
                    handler(text + slice);
                    this.text = "";
                  } else if (slice.length !== 0) {
                    handler(slice);
                  }
                }
                break outRootLoop;
              }
              case AMP:
                this.state = S_ENTITY;
                this.entityReturnState = S_TEXT;
                if (handler !== void 0) {
                  this.text += chunk.slice(start, this.prevI);
                }
                nonSpace = true;
                break outRootLoop;
              case NL_LIKE:
                if (handler !== void 0) {
                  this.text += `${chunk.slice(start, this.prevI)}
`;
                }
                start = this.i;
                break;
              case EOC:
                if (handler !== void 0) {
                  this.text += chunk.slice(start);
                }
                break outRootLoop;
              default:
                if (!isS(code2)) {
                  nonSpace = true;
                }
            }
          }
        if (!nonSpace) {
          return;
        }
        if (!this.sawRoot && !this.reportedTextBeforeRoot) {
          this.fail("text data outside of root node.");
          this.reportedTextBeforeRoot = true;
        }
        if (this.closedRoot && !this.reportedTextAfterRoot) {
          this.fail("text data outside of root node.");
          this.reportedTextAfterRoot = true;
        }
      }
      pushAttribNS(name, value) {
        var _a;
        const { prefix, local } = this.qname(name);
        const attr = { name, prefix, local, value };
        this.attribList.push(attr);
        (_a = this.attributeHandler) === null || _a === void 0 ? void 0 : _a.call(this, attr);
        if (prefix === "xmlns") {
          const trimmed = value.trim();
          if (this.currentXMLVersion === "1.0" && trimmed === "") {
            this.fail("invalid attempt to undefine prefix in XML 1.0");
          }
          this.topNS[local] = trimmed;
          nsPairCheck(this, local, trimmed);
        } else if (name === "xmlns") {
          const trimmed = value.trim();
          this.topNS[""] = trimmed;
          nsPairCheck(this, "", trimmed);
        }
      }
      pushAttribPlain(name, value) {
        var _a;
        const attr = { name, value };
        this.attribList.push(attr);
        (_a = this.attributeHandler) === null || _a === void 0 ? void 0 : _a.call(this, attr);
      }
      /**
       * End parsing. This performs final well-formedness checks and resets the
       * parser to a clean state.
       *
       * @returns this
       */
      end() {
        var _a, _b;
        if (!this.sawRoot) {
          this.fail("document must contain a root element.");
        }
        const { tags } = this;
        while (tags.length > 0) {
          const tag = tags.pop();
          this.fail(`unclosed tag: ${tag.name}`);
        }
        if (this.state !== S_BEGIN && this.state !== S_TEXT) {
          this.fail("unexpected end.");
        }
        const { text } = this;
        if (text.length !== 0) {
          (_a = this.textHandler) === null || _a === void 0 ? void 0 : _a.call(this, text);
          this.text = "";
        }
        this._closed = true;
        (_b = this.endHandler) === null || _b === void 0 ? void 0 : _b.call(this);
        this._init();
        return this;
      }
      /**
       * Resolve a namespace prefix.
       *
       * @param prefix The prefix to resolve.
       *
       * @returns The namespace URI or ``undefined`` if the prefix is not defined.
       */
      resolve(prefix) {
        var _a, _b;
        let uri = this.topNS[prefix];
        if (uri !== void 0) {
          return uri;
        }
        const { tags } = this;
        for (let index = tags.length - 1; index >= 0; index--) {
          uri = tags[index].ns[prefix];
          if (uri !== void 0) {
            return uri;
          }
        }
        uri = this.ns[prefix];
        if (uri !== void 0) {
          return uri;
        }
        return (_b = (_a = this.opt).resolvePrefix) === null || _b === void 0 ? void 0 : _b.call(_a, prefix);
      }
      /**
       * Parse a qname into its prefix and local name parts.
       *
       * @param name The name to parse
       *
       * @returns
       */
      qname(name) {
        const colon = name.indexOf(":");
        if (colon === -1) {
          return { prefix: "", local: name };
        }
        const local = name.slice(colon + 1);
        const prefix = name.slice(0, colon);
        if (prefix === "" || local === "" || local.includes(":")) {
          this.fail(`malformed name: ${name}.`);
        }
        return { prefix, local };
      }
      processAttribsNS() {
        var _a;
        const { attribList } = this;
        const tag = this.tag;
        {
          const { prefix, local } = this.qname(tag.name);
          tag.prefix = prefix;
          tag.local = local;
          const uri = tag.uri = (_a = this.resolve(prefix)) !== null && _a !== void 0 ? _a : "";
          if (prefix !== "") {
            if (prefix === "xmlns") {
              this.fail('tags may not have "xmlns" as prefix.');
            }
            if (uri === "") {
              this.fail(`unbound namespace prefix: ${JSON.stringify(prefix)}.`);
              tag.uri = prefix;
            }
          }
        }
        if (attribList.length === 0) {
          return;
        }
        const { attributes } = tag;
        const seen = /* @__PURE__ */ new Set();
        for (const attr of attribList) {
          const { name, prefix, local } = attr;
          let uri;
          let eqname;
          if (prefix === "") {
            uri = name === "xmlns" ? XMLNS_NAMESPACE : "";
            eqname = name;
          } else {
            uri = this.resolve(prefix);
            if (uri === void 0) {
              this.fail(`unbound namespace prefix: ${JSON.stringify(prefix)}.`);
              uri = prefix;
            }
            eqname = `{${uri}}${local}`;
          }
          if (seen.has(eqname)) {
            this.fail(`duplicate attribute: ${eqname}.`);
          }
          seen.add(eqname);
          attr.uri = uri;
          attributes[name] = attr;
        }
        this.attribList = [];
      }
      processAttribsPlain() {
        const { attribList } = this;
        const attributes = this.tag.attributes;
        for (const { name, value } of attribList) {
          if (attributes[name] !== void 0) {
            this.fail(`duplicate attribute: ${name}.`);
          }
          attributes[name] = value;
        }
        this.attribList = [];
      }
      /**
       * Handle a complete open tag. This parser code calls this once it has seen
       * the whole tag. This method checks for well-formeness and then emits
       * ``onopentag``.
       */
      openTag() {
        var _a;
        this.processAttribs();
        const { tags } = this;
        const tag = this.tag;
        tag.isSelfClosing = false;
        (_a = this.openTagHandler) === null || _a === void 0 ? void 0 : _a.call(this, tag);
        tags.push(tag);
        this.state = S_TEXT;
        this.name = "";
      }
      /**
       * Handle a complete self-closing tag. This parser code calls this once it has
       * seen the whole tag. This method checks for well-formeness and then emits
       * ``onopentag`` and ``onclosetag``.
       */
      openSelfClosingTag() {
        var _a, _b, _c;
        this.processAttribs();
        const { tags } = this;
        const tag = this.tag;
        tag.isSelfClosing = true;
        (_a = this.openTagHandler) === null || _a === void 0 ? void 0 : _a.call(this, tag);
        (_b = this.closeTagHandler) === null || _b === void 0 ? void 0 : _b.call(this, tag);
        const top = this.tag = (_c = tags[tags.length - 1]) !== null && _c !== void 0 ? _c : null;
        if (top === null) {
          this.closedRoot = true;
        }
        this.state = S_TEXT;
        this.name = "";
      }
      /**
       * Handle a complete close tag. This parser code calls this once it has seen
       * the whole tag. This method checks for well-formeness and then emits
       * ``onclosetag``.
       */
      closeTag() {
        const { tags, name } = this;
        this.state = S_TEXT;
        this.name = "";
        if (name === "") {
          this.fail("weird empty close tag.");
          this.text += "</>";
          return;
        }
        const handler = this.closeTagHandler;
        let l = tags.length;
        while (l-- > 0) {
          const tag = this.tag = tags.pop();
          this.topNS = tag.ns;
          handler === null || handler === void 0 ? void 0 : handler(tag);
          if (tag.name === name) {
            break;
          }
          this.fail("unexpected close tag.");
        }
        if (l === 0) {
          this.closedRoot = true;
        } else if (l < 0) {
          this.fail(`unmatched closing tag: ${name}.`);
          this.text += `</${name}>`;
        }
      }
      /**
       * Resolves an entity. Makes any necessary well-formedness checks.
       *
       * @param entity The entity to resolve.
       *
       * @returns The parsed entity.
       */
      parseEntity(entity) {
        if (entity[0] !== "#") {
          const defined = this.ENTITIES[entity];
          if (defined !== void 0) {
            return defined;
          }
          this.fail(this.isName(entity) ? "undefined entity." : "disallowed character in entity name.");
          return `&${entity};`;
        }
        let num = NaN;
        if (entity[1] === "x" && /^#x[0-9a-f]+$/i.test(entity)) {
          num = parseInt(entity.slice(2), 16);
        } else if (/^#[0-9]+$/.test(entity)) {
          num = parseInt(entity.slice(1), 10);
        }
        if (!this.isChar(num)) {
          this.fail("malformed character entity.");
          return `&${entity};`;
        }
        return String.fromCodePoint(num);
      }
    };
    exports.SaxesParser = SaxesParser2;
  }
});

// lib/build/lock.ts
import { dirname as dirname4 } from "node:path";

// lib/lock/plain-text.ts
function plainText(text) {
  const plain = text.replace(/[^A-Za-z0-9._+~^:-]/gu, "?");
  return plain.length <= MAX_LENGTH ? plain : `${plain.slice(0, MAX_LENGTH - 1)}\u2026`;
}
var MAX_LENGTH = 120;

// lib/lock/format-changes.ts
var KINDS = ["added", "removed", "upgraded", "downgraded", "rebuilt"];
var MAX_MARKDOWN_BYTES = 56e3;
function formatChanges(changes, format) {
  if (changes.length === 0) return "No changes.\n";
  const groups = [...groupBy(changes, ({ basearch }) => basearch)];
  const limitBytes = Math.floor(MAX_MARKDOWN_BYTES / groups.length);
  return groups.map(
    ([basearch, found]) => format === "text" ? formatText(basearch, found) : formatMarkdown(basearch, found, limitBytes)
  ).join("\n");
}
function summarizeChanges(changes) {
  const counts = KINDS.flatMap((kind) => {
    const count3 = changes.filter((change) => change.kind === kind).length;
    return count3 === 0 ? [] : [`${count3} ${kind}`];
  });
  const grown = changes.reduce(
    (sum, { oldSizeBytes = 0, newSizeBytes = 0 }) => sum + newSizeBytes - oldSizeBytes,
    0
  );
  return `${counts.join(", ")} (${signed(grown)})`;
}
function changedVersions({ oldEvr, newEvr }, quote = plainText) {
  if (oldEvr === void 0 || newEvr === void 0 || oldEvr === newEvr)
    return quote(newEvr ?? oldEvr ?? "");
  return `${quote(oldEvr)} \u2192 ${quote(newEvr)}`;
}
function formatText(basearch, changes) {
  const lines = KINDS.flatMap((kind) => {
    const found = changes.filter((change) => change.kind === kind);
    if (found.length === 0) return [];
    const names = found.map(({ name }) => plainText(name));
    const width = Math.max(...names.map(({ length }) => length));
    return [
      `  ${kind}:`,
      ...found.map(
        (change, index) => `    ${(names[index] ?? "").padEnd(width)}  ${changedVersions(change)}  ${sizes(change)}`
      )
    ];
  });
  return [`${basearch}: ${summarizeChanges(changes)}`, ...lines, ""].join("\n");
}
function formatMarkdown(basearch, changes, limitBytes) {
  const sorted = KINDS.flatMap((kind) => changes.filter((change) => change.kind === kind));
  const rows = [];
  let bytes = 0;
  for (const change of sorted) {
    const versions = changedVersions(change, code);
    const row = `| ${change.kind} | ${code(change.name)} | ${versions} | ${sizes(change)} |`;
    bytes += Buffer.byteLength(row) + 1;
    if (bytes > limitBytes) break;
    rows.push(row);
  }
  const left = sorted.length - rows.length;
  return [
    `### ${plainText(basearch)}`,
    "",
    summarizeChanges(changes),
    "",
    "| | Package | Version | Size |",
    "| --- | --- | --- | --- |",
    ...rows,
    ...left === 0 ? [] : [`| | \u2026 and ${left} more | | |`],
    ""
  ].join("\n");
}
function code(text) {
  return `\`${plainText(text)}\``;
}
function sizes({ oldSizeBytes, newSizeBytes }) {
  if (oldSizeBytes === void 0) return formatBytes(newSizeBytes ?? 0);
  if (newSizeBytes === void 0) return `-${formatBytes(oldSizeBytes)}`;
  return `${formatBytes(newSizeBytes)} (${signed(newSizeBytes - oldSizeBytes)})`;
}
function signed(sizeBytes) {
  return `${sizeBytes < 0 ? "-" : "+"}${formatBytes(Math.abs(sizeBytes))}`;
}

// lib/remix/repositories.ts
import { readdir } from "node:fs/promises";
import { join } from "node:path";

// lib/rpm/repo-file.ts
function parseRepoFile(text, file) {
  const sections = readSections(text, file);
  return [...sections].filter(([id]) => id !== "main").map(([id, { options, line }]) => defineRepository(id, options, { file, line }));
}
function readSections(text, file) {
  const sections = /* @__PURE__ */ new Map();
  let section;
  let last;
  for (const [index, raw] of text.replace(/^\uFEFF/, "").split(/\r?\n/).entries()) {
    const line = index + 1;
    const trimmed = raw.trim();
    if (trimmed === "" || /^[#;]/.test(trimmed)) continue;
    const header = /^\[([^\]]*)\]\s*(?:[#;].*)?$/.exec(trimmed);
    if (header !== null) {
      const id = (header[1] ?? "").trim();
      if (!/^[\w.:@~+-]+$/.test(id)) throw bad(file, line, `[${id}] is no repository id`);
      if (sections.has(id)) throw bad(file, line, `[${id}] stands there twice`);
      section = { line, options: /* @__PURE__ */ new Map() };
      sections.set(id, section);
      last = void 0;
    } else if (section === void 0) {
      throw bad(file, line, `expected [repository-id], got ${JSON.stringify(trimmed)}`);
    } else if (/^\s/.test(raw) && last !== void 0) {
      section.options.get(last)?.values.push(trimmed);
    } else {
      const separator = trimmed.search(/[=:]/);
      if (separator < 1) {
        throw bad(file, line, `expected key=value, got ${JSON.stringify(trimmed)}`);
      }
      last = trimmed.slice(0, separator).trim().toLowerCase();
      const before = section.options.get(last);
      const value = trimmed.slice(separator + 1).trim();
      if (before !== void 0 && (before.values.length > 1 || before.values[0] !== value)) {
        throw bad(file, line, `${last} stands there twice, first in line ${before.line}`);
      }
      section.options.set(last, { values: [value], line });
    }
  }
  return sections;
}
function textOf({ values }) {
  const value = values.join("\n").trim();
  return /^(["'])([\s\S]*)\1$/.exec(value)?.[2] ?? value;
}
function defineRepository(id, options, place) {
  const fail = (name2, expected) => {
    const option = options.get(name2);
    const got = JSON.stringify(option && textOf(option));
    return bad(place.file, option?.line ?? place.line, `${name2}: expected ${expected}, got ${got}`);
  };
  const text = (name2) => {
    const option = options.get(name2);
    return option === void 0 ? void 0 : textOf(option) || void 0;
  };
  const list = (name2) => (text(name2) ?? "").split(/[\s,]+/).filter((item) => item !== "");
  const flag = (name2, otherwise) => {
    const value = text(name2)?.toLowerCase();
    if (value === void 0) return otherwise;
    if (["1", "yes", "true", "on", "enabled"].includes(value)) return true;
    if (["0", "no", "false", "off", "disabled"].includes(value)) return false;
    throw fail(name2, "1 or 0");
  };
  const whole = (name2, otherwise) => {
    const value = text(name2);
    if (value === void 0) return otherwise;
    if (!/^-?\d{1,9}$/.test(value)) throw fail(name2, "a whole number");
    return Number(value);
  };
  const [name, mirrorlist, metalink] = [text("name"), text("mirrorlist"), text("metalink")];
  const baseurl = list("baseurl").map((url) => url.startsWith("/") ? `file://${url}` : url);
  if (baseurl.length === 0 && mirrorlist === void 0 && metalink === void 0) {
    throw bad(place.file, place.line, `[${id}] has no baseurl, mirrorlist or metalink`);
  }
  return {
    id,
    place,
    keyPlaces: new Map([...options].map(([key, { line }]) => [key, { file: place.file, line }])),
    ...name === void 0 ? {} : { name },
    ...mirrorlist === void 0 ? {} : { mirrorlist },
    ...metalink === void 0 ? {} : { metalink },
    enabled: flag("enabled", true),
    baseurl,
    gpgkey: list("gpgkey"),
    // Differs from dnf, whose default is off: a package nobody vouches for must be asked for.
    gpgcheck: flag("gpgcheck", true),
    repoGpgcheck: flag("repo_gpgcheck", false),
    priority: whole("priority", 99),
    cost: whole("cost", 1e3),
    excludepkgs: [...list("excludepkgs"), ...list("exclude")],
    includepkgs: list("includepkgs"),
    moduleHotfixes: flag("module_hotfixes", false),
    skipIfUnavailable: flag("skip_if_unavailable", false),
    sslverify: flag("sslverify", true)
  };
}
function bad(file, line, what) {
  return new ConfigError("BAD_REPO_FILE", what, { place: { file, line } });
}

// lib/rpm/repo-variables.ts
var VARIABLE = /\$(?:\{([A-Za-z0-9_]+)(\}|:[-+])|([A-Za-z0-9_]+))/y;
var DEPTH_LIMIT = 32;
function substituteVariables(text, variables, place) {
  return new Substitution(text, variables, place).run(0);
}
var Substitution = class {
  #text;
  #variables;
  #place;
  #at = 0;
  constructor(text, variables, place) {
    this.#text = text;
    this.#variables = variables;
    this.#place = place;
  }
  /** Goes on to the end of the text; inside a word (`depth` above 0) to the brace that closes it. */
  run(depth, used = true) {
    let result = "";
    while (this.#at < this.#text.length) {
      const next = this.#text[this.#at];
      if (next === "}" && depth > 0) break;
      VARIABLE.lastIndex = this.#at;
      const match = next === "$" ? VARIABLE.exec(this.#text) : null;
      if (match === null) {
        result += next;
        this.#at += 1;
      } else {
        this.#at = VARIABLE.lastIndex;
        result += this.#expand(match, depth, used);
      }
    }
    return result;
  }
  #expand(match, depth, used) {
    const [whole, braced, mode, bare] = match;
    const value = this.#valueOf(braced ?? bare ?? "");
    if (mode === ":-" || mode === ":+") {
      if (depth >= DEPTH_LIMIT) throw this.#failure(`more than ${DEPTH_LIMIT} levels of ${whole}`);
      const set = value !== void 0 && value !== "";
      const word2 = this.run(depth + 1, used && set === (mode === ":+"));
      if (this.#text[this.#at] !== "}") throw this.#failure(`${whole} is not closed`);
      this.#at += 1;
      if (mode === ":-") return set ? value : word2;
      return set ? word2 : "";
    }
    if (value !== void 0 || !used) return value ?? "";
    throw this.#failure(`${whole} has no value`, braced ?? bare);
  }
  #valueOf(name) {
    if (Object.hasOwn(this.#variables, name)) return this.#variables[name];
    const part = /^releasever_(major|minor)$/.exec(name)?.[1];
    if (part === void 0) return void 0;
    const [major, ...minor] = this.#variables["releasever"]?.split(".") ?? [];
    return part === "major" || major === void 0 ? major : minor.join(".");
  }
  #failure(what, name) {
    const key = name?.startsWith("releasever") === true ? ' or with "releasever:"' : "";
    return new ConfigError("UNDEFINED_VARIABLE", `${what} in ${this.#text}`, {
      place: this.#place,
      ...name === void 0 ? {} : {
        hint: `Set it with "repovars:" in the treefile${key}, or with --repo-var ${name}=VALUE.`
      }
    });
  }
};

// lib/remix/repositories.ts
var MAX_FILE_BYTES = 1024 * 1024;
async function readRepositories(treefile, repoVars = {}) {
  const known = await readDefinitions(treefile.directory);
  const variables = {
    basearch: treefile.basearch,
    arch: treefile.basearch,
    ...treefile.releasever === void 0 ? {} : { releasever: treefile.releasever },
    ...treefile.repovars,
    ...repoVars
  };
  const pick = (id) => {
    const found = known.get(id);
    if (found === void 0) throw unknownRepository(id, treefile, [...known.keys()]);
    return found;
  };
  const active = treefile.repos.length > 0 ? [...new Set(treefile.repos)].map(pick) : [...known.values()].filter(({ enabled }) => enabled);
  if (active.length === 0) {
    throw remixError(
      "NO_REPOSITORY",
      `no .repo file in ${treefile.directory} defines an enabled repository`,
      { file: treefile.path },
      'Put a .repo file beside the treefile, or name repositories under "repos".'
    );
  }
  const lockedOnly = treefile.lockfileRepos.map(pick).filter((found) => !active.includes(found));
  return {
    active: active.map((found) => substitute(found, variables)),
    lockedOnly: lockedOnly.map((found) => substitute(found, variables)),
    written: [...active, ...lockedOnly]
  };
}
function repositoryInputs({ written, lockedOnly }) {
  return {
    repositories: written.map((definition) => ({
      id: definition.id,
      baseurl: definition.baseurl,
      mirrorlist: definition.mirrorlist ?? null,
      metalink: definition.metalink ?? null,
      gpgkey: definition.gpgkey,
      gpgcheck: definition.gpgcheck,
      repoGpgcheck: definition.repoGpgcheck,
      priority: definition.priority,
      cost: definition.cost,
      excludepkgs: definition.excludepkgs,
      includepkgs: definition.includepkgs
    })),
    lockedOnly: lockedOnly.map(({ id }) => id)
  };
}
async function readDefinitions(directory) {
  const known = /* @__PURE__ */ new Map();
  const names = (await readdir(directory)).filter((name) => name.endsWith(".repo"));
  for (const name of names.sort(compareBytes)) {
    const path = join(directory, name);
    const { text } = await readSource(path, path, MAX_FILE_BYTES);
    for (const definition of parseRepoFile(text, path)) {
      const before = known.get(definition.id);
      if (before !== void 0) {
        const message = `[${definition.id}] stands in ${before.place.file}, too`;
        throw remixError("DUPLICATE_KEY", message, definition.place);
      }
      known.set(definition.id, definition);
    }
  }
  return known;
}
function substitute(definition, variables) {
  const place = (key) => definition.keyPlaces.get(key) ?? definition.place;
  const replace = (key) => (text) => substituteVariables(text, variables, place(key));
  const { mirrorlist, metalink, ...rest } = definition;
  return {
    ...rest,
    baseurl: definition.baseurl.map(replace("baseurl")),
    gpgkey: definition.gpgkey.map(replace("gpgkey")),
    ...mirrorlist === void 0 ? {} : { mirrorlist: replace("mirrorlist")(mirrorlist) },
    ...metalink === void 0 ? {} : { metalink: replace("metalink")(metalink) }
  };
}
function unknownRepository(id, treefile, known) {
  const near = nearestName(id, known);
  const hint = near === void 0 ? `The .repo files in ${treefile.directory} define ${known.join(", ") || "none"}.` : `Did you mean "${near}"?`;
  const place = treefile.origins.repos.get(id) ?? { file: treefile.path };
  return remixError(
    "UNKNOWN_REPOSITORY",
    `no .repo file defines the repository "${id}"`,
    place,
    hint
  );
}

// lib/remix/treefile-inputs.ts
import { readFile as readFile2, stat } from "node:fs/promises";

// lib/remix/overlay-inputs.ts
import { lstat, readdir as readdir2, readFile, readlink } from "node:fs/promises";
import { join as join2 } from "node:path";
async function overlayFolder({ directory }, layer) {
  const name = /^overlay\/([^/]+)$/.exec(layer)?.[1];
  if (name === void 0 || name === "..") return void 0;
  const path = join2(directory, "overlay.d", name);
  return readdir2(path).then(
    () => path,
    () => void 0
  );
}
function checkoutMode(mode) {
  return (mode & 64) === 0 ? 420 : 493;
}
async function overlayInputs(treefile) {
  const layers = [.../* @__PURE__ */ new Set([...treefile.ostreeLayers, ...treefile.ostreeOverrideLayers])];
  const found = {};
  for (const layer of layers.sort(compareBytes)) {
    const folder = await overlayFolder(treefile, layer);
    if (folder !== void 0) found[layer] = await listFolder(folder, "");
  }
  return found;
}
async function listFolder(root, below) {
  const entries = [];
  for (const name of (await readdir2(join2(root, below))).sort(compareBytes)) {
    const path = join2(below, name);
    const stats = await lstat(join2(root, path));
    if (stats.isDirectory()) {
      entries.push({ path, type: "folder" }, ...await listFolder(root, path));
    } else if (stats.isSymbolicLink()) {
      entries.push({ path, type: "link", target: await readlink(join2(root, path)) });
    } else {
      const content = sha256(await readFile(join2(root, path)));
      entries.push({ path, type: "file", mode: checkoutMode(stats.mode), sha256: content });
    }
  }
  return entries;
}

// lib/remix/treefile-inputs.ts
function lockInputs(treefile) {
  return {
    basearch: treefile.basearch,
    packages: treefile.packages,
    groups: groupInputs(treefile),
    excludePackages: treefile.excludePackages,
    repos: treefile.repos,
    repoPackages: repoPackageInputs(treefile),
    lockfileRepos: treefile.lockfileRepos,
    releasever: treefile.releasever ?? null,
    repovars: treefile.repovars,
    recommends: treefile.recommends
  };
}
async function composeInputs(treefile) {
  const {
    path: _path,
    directory: _directory,
    files: _files,
    metadata: _metadata,
    variables: _variables,
    origins: _origins,
    warnings: _warnings,
    ...fields
  } = treefile;
  return {
    ...fields,
    groups: groupInputs(treefile),
    repoPackages: repoPackageInputs(treefile),
    rojig: fields.rojig === void 0 ? null : { ...fields.rojig },
    checkPasswd: await checkInputs(treefile.checkPasswd),
    checkGroups: await checkInputs(treefile.checkGroups),
    postprocess: treefile.postprocess.map(({ script }) => script),
    postprocessScript: treefile.postprocessScript === void 0 ? null : sha256(await readFile2(treefile.postprocessScript)),
    addFiles: await Promise.all(
      treefile.addFiles.map(async ({ source, destination }) => ({
        destination,
        mode: addedFileMode((await stat(source)).mode),
        sha256: sha256(await readFile2(source))
      }))
    ),
    overlays: await overlayInputs(treefile),
    removeFromPackages: treefile.removeFromPackages.map(({ package: name, patterns }) => [
      name,
      ...patterns
    ])
  };
}
function addedFileMode(mode) {
  return mode & 493;
}
function groupInputs({ groups }) {
  return groups.map(({ id, kind, optional, blacklist }) => ({ id, kind, optional, blacklist }));
}
function repoPackageInputs({ repoPackages }) {
  return repoPackages.map(({ repo, packages }) => ({ repo, packages }));
}
async function checkInputs(check) {
  switch (check.type) {
    case "none":
    case "previous":
      return { type: check.type };
    case "file":
      return { type: "file", sha256: sha256(await readFile2(check.path)) };
    case "data":
      return { type: "data", entries: check.entries };
  }
}

// lib/lock/input-hash.ts
var VERSION = 1;
function lockInputHash(inputs) {
  return stageKey(
    "lock",
    VERSION,
    [...inputs.values()].sort((a, b) => compareBytes(a.treefile.basearch, b.treefile.basearch)).map(({ treefile, repositories }) => ({
      treefile: lockInputs(treefile),
      repositories: repositoryInputs(repositories)
    }))
  );
}
function isLockStale(lockfile, inputHash) {
  return lockfile.treesmith.inputHash !== inputHash;
}

// lib/lock/errors.ts
function lockConfigError(code2, message, details = {}) {
  return new ConfigError(code2, message, details);
}
function lockBuildError(code2, message, details = {}) {
  return new BuildError(code2, message, details);
}

// lib/lock/metadata.ts
import { stat as stat2 } from "node:fs/promises";

// lib/lock/package-url.ts
function locationUrls({ href, baseUrl }, mirrors) {
  const path = escapePath(href);
  return (baseUrl === void 0 ? mirrors : [baseUrl]).map((base) => base + path);
}
function escapePath(href) {
  return href.replace(
    /[^\x21-\x7e]|["<>\\^`{|}]|%(?![0-9a-f]{2})/giu,
    (character) => encodeURIComponent(character)
  );
}

// lib/lock/metadata.ts
var MAX_METADATA_BYTES = 512 * 1024 * 1024;
var DOWNLOAD_CODES = {
  DOWNLOAD_FAILED: "METADATA_UNAVAILABLE",
  CHECKSUM_MISMATCH: "REPOMD_MISMATCH"
};
async function fetchMetadata(repository, state, data, access) {
  const { checksum, sizeBytes } = data;
  const what = `[${repository.id}] ${data.href}`;
  if (!/^sha(256|384|512)$/.test(checksum.type)) {
    throw lockBuildError(
      "WEAK_CHECKSUM",
      `${what}: repomd.xml gives ${checksum.type}, expected SHA-256 or better`,
      { place: repository.place }
    );
  }
  if (sizeBytes !== void 0 && sizeBytes > MAX_METADATA_BYTES) {
    const message = `${what} has ${sizeBytes} bytes, expected at most ${MAX_METADATA_BYTES}`;
    throw lockBuildError("METADATA_TOO_LARGE", message, { place: repository.place });
  }
  const path = metadataPath(checksum, access.store);
  const found = await stat2(path).catch(() => void 0);
  if (found !== void 0) return path;
  if (access.offline) {
    throw lockConfigError("NOT_CACHED", `${what} is not in the store`, {
      place: repository.place,
      hint: "Run once without --offline."
    });
  }
  try {
    await downloadFile(access.http, locationUrls(data, state.baseUrls), path, {
      checksum,
      limitBytes: MAX_METADATA_BYTES,
      partPath: `${path}.part`,
      ...sizeBytes === void 0 ? {} : { sizeBytes },
      log: access.log
    });
  } catch (error) {
    const code2 = error instanceof TreesmithError ? DOWNLOAD_CODES[error.code] : void 0;
    if (code2 === void 0 || !(error instanceof TreesmithError)) throw error;
    throw lockBuildError(
      code2,
      `${what} cannot be had as repomd.xml describes it: ${error.message}`,
      {
        place: repository.place,
        cause: error,
        hint: "The repository may be changing at this moment: try again in some minutes."
      }
    );
  }
  return path;
}
function metadataPath({ type, hex }, store) {
  return store.repodata(type === "sha256" ? hex : `${type}-${hex}`);
}

// lib/lock/metadata-cache.ts
import { join as join4 } from "node:path";

// lib/lock/solv-cache.ts
import { mkdir, readFile as readFile3, rename, stat as stat3, writeFile } from "node:fs/promises";
import { dirname, join as join3 } from "node:path";

// lib/host/decompress.ts
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
var MEMORY_LIMIT = "512MiB";
function compressionOf(name) {
  const suffix = /\.(gz|zst|xz|bz2)$/.exec(name)?.[1];
  switch (suffix) {
    case "gz":
      return "gzip";
    case "zst":
      return "zstd";
    case "xz":
      return "xz";
    case "bz2":
      return "bzip2";
    default:
      return "none";
  }
}
function openDecompressed(source, compression, limitBytes) {
  const name = typeof source === "string" ? source : "the stream";
  const input = typeof source === "string" ? createReadStream(source) : source;
  input.on("error", () => void 0);
  return Readable.from(bounded(decompressed(input, compression, name), limitBytes, name), {
    objectMode: false,
    highWaterMark: 256 * 1024
  });
}
async function* bounded(chunks, limitBytes, name) {
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > limitBytes) {
      throw new BuildError(
        "SIZE_LIMIT",
        `${name} has more than ${limitBytes} bytes when decompressed, the most that is accepted`
      );
    }
    yield chunk;
  }
}
async function* decompressed(input, compression, name) {
  try {
    switch (compression) {
      case "none":
        yield* input;
        break;
      case "gzip":
        yield* throughZlib(input, createGunzip({ chunkSize: 256 * 1024 }));
        break;
      case "zstd":
        yield* throughTool(input, ["zstd", "-q", "-d", "-c", `--memory=${MEMORY_LIMIT}`]);
        break;
      case "xz":
        yield* throughTool(input, ["xz", "--decompress", "--stdout", `--memlimit=${MEMORY_LIMIT}`]);
        break;
      case "bzip2":
        yield* throughTool(input, ["bzip2", "--decompress", "--stdout"]);
        break;
    }
  } catch (error) {
    if (error instanceof TreesmithError) throw error;
    if (error.syscall !== void 0) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new BuildError(
      "DECOMPRESS_FAILED",
      `${name} is damaged or cut short (${compression}): ${why}`,
      {
        cause: error
      }
    );
  } finally {
    input.destroy();
  }
}
async function* throughZlib(input, transform) {
  const fed = pipeline(input, transform).catch(() => void 0);
  try {
    yield* transform;
  } finally {
    transform.destroy();
    await fed;
  }
}
async function* throughTool(input, argv) {
  const child = await startTool(argv, { stdio: ["pipe", "pipe", "pipe"] });
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError("no pipes");
  let complaint = "";
  stderr.on("data", (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-1024);
  });
  const ended = once(child, "close");
  let broken;
  const fed = pipeline(input, stdin).catch((error) => {
    broken = error;
  });
  try {
    yield* stdout;
    const [exitCode] = await ended;
    await fed;
    if (input.errored && input.errored.code !== "EPIPE") {
      throw input.errored;
    }
    if (exitCode !== 0) throw new Error(complaint.trim() || `${argv[0]} failed`);
    if (broken !== void 0 && broken.code !== "EPIPE") throw broken;
  } finally {
    child.kill("SIGKILL");
    await ended;
    await fed;
  }
}

// lib/rpm/primary.ts
import { StringDecoder } from "node:string_decoder";

// lib/rpm/checksum.ts
var HEX_DIGITS = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128
};
function parseChecksum(type, hex) {
  const name = type === "sha" ? "sha1" : type;
  if (name === void 0 || !Object.hasOwn(HEX_DIGITS, name)) return void 0;
  const known = name;
  const digits = hex.toLowerCase();
  return /^[0-9a-f]+$/.test(digits) && digits.length === HEX_DIGITS[known] ? { type: known, hex: digits } : void 0;
}

// lib/rpm/location.ts
function parseLocation(attributes, what) {
  const href = attributes["href"] ?? "";
  if (!isBelow(href)) {
    throw badLocation(
      `${what} has the location ${JSON.stringify(href)}`,
      "a path below the repository"
    );
  }
  const base = attributes["xml:base"];
  if (base === void 0 || base === "") return { href };
  const url = /^https?:\/\/[^\s\\?#]+$/i.test(base) && URL.canParse(base) ? new URL(base) : void 0;
  if (url === void 0 || url.username !== "" || url.password !== "") {
    throw badLocation(`${what} has the xml:base ${JSON.stringify(base)}`, "an http or https URL");
  }
  return { href, baseUrl: url.href.endsWith("/") ? url.href : `${url.href}/` };
}
function isBelow(href) {
  const path = href.replace(/%2e/gi, ".").replace(/%2f/gi, "/").replace(/%5c/gi, "\\");
  return path !== "" && path === path.trim() && !path.startsWith("/") && // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  !/[\\?#\x00-\x1f\x7f]/.test(path) && !/^[a-z][a-z0-9+.-]*:/i.test(path) && !path.split("/").some((part) => part.trim() === "..");
}
function badLocation(what, expected) {
  return new BuildError("BAD_LOCATION", `${what}, expected ${expected}`, {
    hint: "The metadata is broken or hostile; nothing was fetched from there."
  });
}

// lib/rpm/primary-fields.ts
var HEAD = /^<package type="rpm">\s*<name>([^<]*)<\/name>\s*<arch>([^<]*)<\/arch>\s*<version epoch="([^"]*)" ver="([^"]*)" rel="([^"]*)"\s*\/>\s*<checksum type="([^"]*)" pkgid="YES">([^<]*)<\/checksum>/;
var PLACE = /<time file="[^"]*" build="([^"]*)"\s*\/>\s*<size package="([^"]*)" installed="([^"]*)" archive="[^"]*"\s*\/>\s*<location href="([^"]*)"\s*\/>/;
var SOURCE = /<rpm:sourcerpm>([^<]*)<\/rpm:sourcerpm>/;
var RANGE = /<rpm:header-range start="([^"]*)" end="([^"]*)"\s*\/>/;
var OBSOLETES = /<rpm:obsoletes>([\s\S]*?)<\/rpm:obsoletes>/;
var ENTRY = /^<rpm:entry name="([^"]*)"(?: flags="([^"]*)" epoch="([^"]*)" ver="([^"]*)"(?: rel="([^"]*)")?)?\s*\/>$/;
var ENCODED = /[&\x80-\xff]/;
function readCanonicalPackage(block) {
  const head = HEAD.exec(block);
  const place = PLACE.exec(block);
  const source = SOURCE.exec(block);
  const range = RANGE.exec(block);
  if (head === null || place === null || source === null || range === null) return void 0;
  if (block.includes("<!")) return void 0;
  const captured = [...head.slice(1), ...place.slice(1), ...source.slice(1), ...range.slice(1)];
  if (captured.some((text) => ENCODED.test(text))) return void 0;
  const obsoletes = block.includes("<rpm:obsoletes") ? readObsoletes(block) : [];
  if (obsoletes === void 0) return void 0;
  const [name = "", arch = "", epoch = "", ver = "", rel = "", checksumType, checksum = ""] = captured;
  const [build = "", size = "", installed = "", href = "", sourceRpm = "", start = "", end = ""] = captured.slice(7);
  const fields = {
    name,
    arch,
    version: { epoch, ver, rel },
    checksumType,
    checksum,
    location: { href },
    size: { package: size, installed },
    time: { build },
    range: { start, end },
    sourceRpm,
    obsoletes
  };
  const format = block.indexOf("<format>", place.index);
  return format === -1 ? void 0 : { fields, details: { start: head[0].length, end: format } };
}
function readObsoletes(block) {
  const list = OBSOLETES.exec(block)?.[1];
  if (list === void 0 || ENCODED.test(list)) return void 0;
  const entries = [];
  for (const line of list.trim().split(/(?<=>)\s*/)) {
    const found = ENTRY.exec(line);
    if (found === null) return void 0;
    const [, name = "", flags, epoch = "", ver = "", rel] = found;
    entries.push({
      name,
      ...flags === void 0 ? {} : { flags, epoch, ver },
      ...rel === void 0 ? {} : { rel }
    });
  }
  return entries;
}

// lib/rpm/xml.ts
var import_saxes = __toESM(require_saxes(), 1);
var DEPTH_LIMIT2 = 32;
var XmlReader = class {
  #parser = new import_saxes.SaxesParser({ xmlns: false, position: false });
  #format;
  constructor(format, handler) {
    this.#format = format;
    const texts = [];
    this.#parser.on("error", (error) => {
      throw this.#failure(`it is not well-formed XML: ${error.message}`);
    });
    this.#parser.on("doctype", (doctype) => {
      if (doctype.includes("[")) throw this.#failure("it declares entities or elements of its own");
    });
    this.#parser.on("opentag", (tag) => {
      const name = localName(tag.name);
      if (texts.length === 0 && name !== format.root) {
        throw this.#failure(`its root element is ${name}, expected ${format.root}`);
      }
      if (texts.length >= DEPTH_LIMIT2) throw this.#failure(`deeper than ${DEPTH_LIMIT2} elements`);
      texts.push("");
      handler.open(name, tag.attributes);
    });
    this.#parser.on("text", (text) => {
      if (texts.length > 0) texts[texts.length - 1] += text;
    });
    this.#parser.on("closetag", (tag) => {
      handler.close(localName(tag.name), (texts.pop() ?? "").trim());
    });
  }
  /** Throws BuildError with the format's code. */
  write(text) {
    this.#parser.write(text);
  }
  /** Throws BuildError with the format's code when the document is not complete. */
  end() {
    this.#parser.close();
  }
  #failure(message) {
    return new BuildError(this.#format.code, `${this.#format.what}: ${message}`);
  }
};
function parseXml(text, format, handler) {
  const reader = new XmlReader(format, handler);
  reader.write(text);
  reader.end();
}
function localName(name) {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
}

// lib/rpm/primary.ts
var FORMAT = { what: "primary.xml", root: "metadata", code: "BAD_PRIMARY" };
var PACKAGE_START = "<package ";
var PACKAGE_END = "</package>";
var PACKAGE_LIMIT_BYTES = 4 * 1024 * 1024;
var PrimaryParser = class {
  #decoder = new StringDecoder("utf8");
  #reader;
  #onPackage;
  #onSolvable;
  #declared;
  #count = 0;
  #rest = Buffer.alloc(0);
  /**
   * `onSolvable` gets the pieces of a primary.xml of the same packages and dependencies, which leaves
   * out of most packages what a solver does not look at: half of the bytes.
   */
  constructor(onPackage, onSolvable = () => void 0) {
    let fields = {};
    let inObsoletes = false;
    this.#onPackage = onPackage;
    this.#onSolvable = onSolvable;
    this.#reader = new XmlReader(FORMAT, {
      open: (name, attributes) => {
        if (name === "package") fields = {};
        else if (name === "metadata") this.#declared = count(attributes.packages);
        else if (name === "obsoletes") inObsoletes = true;
        else if (name === "entry") {
          if (inObsoletes) fields.obsoletes = [...fields.obsoletes ?? [], attributes];
        } else openField(fields, name, attributes);
      },
      close: (name, text) => {
        if (name === "package") this.#found(fields);
        else if (name === "obsoletes") inObsoletes = false;
        else if (name === "name") fields.name = text;
        else if (name === "arch") fields.arch = text;
        else if (name === "checksum") fields.checksum = text;
        else if (name === "sourcerpm") fields.sourceRpm = text;
      }
    });
  }
  /** Throws BuildError BAD_PRIMARY, BAD_LOCATION. */
  write(chunk) {
    const bytes = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (; ; ) {
      const start = bytes.indexOf(PACKAGE_START, at);
      const last = start === -1 ? -1 : bytes.indexOf(PACKAGE_END, start);
      if (last === -1) break;
      const end = last + PACKAGE_END.length;
      const found = readCanonicalPackage(bytes.toString("latin1", start, end));
      if (found === void 0) this.#parse(bytes.subarray(at, end));
      else {
        if (!isBlank(bytes, at, start)) this.#parse(bytes.subarray(at, start));
        this.#onSolvable(bytes.subarray(start, start + found.details.start));
        this.#onSolvable(bytes.subarray(start + found.details.end, end));
        this.#found(found.fields);
      }
      at = end;
    }
    this.#rest = bytes.subarray(at);
    if (this.#rest.length > PACKAGE_LIMIT_BYTES) this.#flush();
  }
  /** Throws BuildError BAD_PRIMARY when the document is cut short. */
  end() {
    this.#flush();
    this.#reader.write(this.#decoder.end());
    this.#reader.end();
    if (this.#declared !== void 0 && this.#declared !== this.#count) {
      throw bad2(`it says ${this.#declared} packages and has ${this.#count}`);
    }
  }
  #found(fields) {
    this.#count += 1;
    this.#onPackage(finish(fields));
  }
  #flush() {
    this.#parse(this.#rest);
    this.#rest = Buffer.alloc(0);
  }
  #parse(bytes) {
    if (bytes.length === 0) return;
    this.#onSolvable(bytes);
    this.#reader.write(this.#decoder.write(bytes));
  }
};
function isBlank(bytes, start, end) {
  for (let at = start; at < end; at += 1) if ((bytes[at] ?? 0) > 32) return false;
  return true;
}
function openField(fields, name, attributes) {
  if (name === "version") fields.version = attributes;
  else if (name === "checksum") fields.checksumType = attributes.type;
  else if (name === "size") fields.size = attributes;
  else if (name === "time") fields.time = attributes;
  else if (name === "header-range") fields.range = attributes;
  else if (name === "location") fields.location = attributes;
}
function finish(fields) {
  const { version, location } = fields;
  const nevra = {
    name: fields.name ?? "",
    epoch: version?.epoch ?? "0",
    version: version?.ver ?? "",
    release: version?.rel ?? "",
    arch: fields.arch ?? ""
  };
  const fault = findNevraFault(nevra);
  if (fault !== void 0) throw bad2(`package ${JSON.stringify(nevra.name)}: ${fault}`);
  const what = formatNevra(nevra);
  const checksum = parseChecksum(fields.checksumType, fields.checksum ?? "");
  const sizeBytes = count(fields.size?.package);
  if (location === void 0 || checksum === void 0 || sizeBytes === void 0) {
    throw bad2(`package ${what} lacks its location, checksum or size`);
  }
  const start = count(fields.range?.start) ?? 0;
  const end = count(fields.range?.end) ?? 0;
  if (start > end) throw bad2(`package ${what} has a header that ends before it begins`);
  return {
    ...nevra,
    checksum,
    ...parseLocation(location, `package ${what}`),
    sizeBytes,
    installedSizeBytes: count(fields.size?.installed) ?? 0,
    buildTime: count(fields.time?.build) ?? 0,
    sourceRpm: fields.sourceRpm ?? "",
    headerRange: { start, end },
    obsoletes: (fields.obsoletes ?? []).map(formatEntry)
  };
}
var SIGNS = { LT: "<", LE: "<=", EQ: "=", GE: ">=", GT: ">" };
function formatEntry(entry) {
  const { name = "", flags = "", epoch = "0", ver = "", rel = "" } = entry;
  const sign = SIGNS[flags];
  if (sign === void 0) return name;
  return `${name} ${sign} ${formatEvr({ epoch: epoch || "0", version: ver, release: rel })}`;
}
function count(text) {
  if (text === void 0) return void 0;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw bad2(`${text} is not a count`);
  return value;
}
function bad2(what) {
  return new BuildError("BAD_PRIMARY", `primary.xml: ${what}`);
}

// lib/lock/make-solv.ts
import { once as once2 } from "node:events";
import { createWriteStream } from "node:fs";
import { pipeline as pipeline2 } from "node:stream/promises";
async function makeSolv(chunks, solvPath) {
  const tool = await startTool(["rpmmd2solv"], { stdio: ["pipe", "pipe", "pipe"] });
  const { stdin, stdout, stderr } = tool;
  if (stdin === null || stdout === null || stderr === null) throw new TypeError("no pipes");
  const complaint = [];
  stderr.on("data", (chunk) => complaint.push(chunk));
  stdin.on("error", () => void 0);
  const ended = once2(tool, "close");
  const written = pipeline2(stdout, createWriteStream(solvPath));
  written.catch(() => void 0);
  try {
    for await (const chunk of chunks) {
      if (!stdin.write(chunk) && !stdin.destroyed)
        await Promise.race([once2(stdin, "drain"), ended]);
    }
    stdin.end();
    await written;
    const [exitCode] = await ended;
    if (exitCode !== 0) {
      const why = Buffer.concat(complaint).toString("utf8").trim();
      throw lockBuildError("SOLVER_FAILED", `rpmmd2solv failed (${exitCode}): ${why}`);
    }
  } finally {
    tool.kill("SIGKILL");
    await ended;
  }
}

// lib/lock/open-metadata.ts
import { createHash } from "node:crypto";
var MAX_OPEN_BYTES = 4 * 1024 ** 3;
async function* openMetadata(repoid, data, path) {
  const { openSizeBytes, openChecksum } = data;
  const what = `[${repoid}] ${data.href}`;
  if (openSizeBytes !== void 0 && openSizeBytes > MAX_OPEN_BYTES) {
    const message = `${what} has ${openSizeBytes} bytes when decompressed, expected at most ${MAX_OPEN_BYTES}`;
    throw lockBuildError("METADATA_TOO_LARGE", message);
  }
  const hash = openChecksum === void 0 ? void 0 : createHash(openChecksum.type);
  let sizeBytes = 0;
  for await (const read of openDecompressed(path, compressionOf(data.href), MAX_OPEN_BYTES)) {
    const chunk = read;
    hash?.update(chunk);
    sizeBytes += chunk.length;
    if (openSizeBytes !== void 0 && sizeBytes > openSizeBytes) break;
    yield chunk;
  }
  if (openSizeBytes !== void 0 && sizeBytes !== openSizeBytes) {
    const got = sizeBytes > openSizeBytes ? "more" : `${sizeBytes} bytes`;
    const message = `${what} has ${got} when decompressed, repomd.xml says ${openSizeBytes}`;
    throw lockBuildError("REPOMD_MISMATCH", message);
  }
  const found = hash?.digest("hex");
  if (openChecksum !== void 0 && found !== openChecksum.hex) {
    const { type, hex } = openChecksum;
    const message = `${what} has ${type} ${found} when decompressed, repomd.xml says ${hex}`;
    throw lockBuildError("REPOMD_MISMATCH", message);
  }
}

// lib/lock/sorted-lines.ts
var NEWLINE = 10;
function packLines(lines) {
  lines.sort();
  const unique2 = lines.filter((line, index) => line !== lines[index - 1]);
  return Buffer.from(unique2.length === 0 ? "" : `${unique2.join("\n")}
`);
}
var SortedLines = class {
  #bytes;
  constructor(bytes) {
    this.#bytes = bytes;
  }
  /** Returns the fields of each line whose first field is `key`. */
  of(key) {
    const start = Buffer.from(`${key}	`);
    const found = [];
    for (let at = this.#lowerBound(start); at < this.#bytes.length; ) {
      const end = this.#lineEnd(at);
      if (this.#compare(start, at, end) !== 0) break;
      found.push(this.#bytes.toString("utf8", at, end).split("	"));
      at = end + 1;
    }
    return found;
  }
  /** The fields of every line, in order. */
  *all() {
    for (let at = 0; at < this.#bytes.length; ) {
      const end = this.#lineEnd(at);
      yield this.#bytes.toString("utf8", at, end).split("	");
      at = end + 1;
    }
  }
  /** Every first field, once, in order. */
  *keys() {
    let last = "";
    for (let at = 0; at < this.#bytes.length; at = this.#lineEnd(at) + 1) {
      const key = this.#bytes.toString("utf8", at, this.#bytes.indexOf("	", at));
      if (key !== last) yield key;
      last = key;
    }
  }
  /** Returns the start of the first line that is not below `start`. */
  #lowerBound(start) {
    let low = 0;
    let high = this.#bytes.length;
    while (low < high) {
      const middle = low + high >>> 1;
      const from = middle === 0 ? 0 : this.#bytes.lastIndexOf(NEWLINE, middle - 1) + 1;
      const end = this.#lineEnd(from);
      if (this.#compare(start, from, end) < 0) low = end + 1;
      else high = from;
    }
    return low;
  }
  /** Below 0 when the line from `from` to `end` comes before those that begin with `start`, 0 when it is one. */
  #compare(start, from, end) {
    return this.#bytes.compare(start, 0, start.length, from, Math.min(from + start.length, end));
  }
  #lineEnd(at) {
    const end = this.#bytes.indexOf(NEWLINE, at);
    return end === -1 ? this.#bytes.length : end;
  }
};

// lib/lock/package-index.ts
var EVR = /^(\d+:)?[A-Za-z0-9._+~^]+-[A-Za-z0-9._+~^]+$/;
var SOURCE_RPM = /^[A-Za-z0-9._+~^-]+\.(no)?src\.rpm$/;
var PackageIndexBuilder = class {
  #packages = [];
  #obsoletes = [];
  #repoid;
  constructor(repoid) {
    this.#repoid = repoid;
  }
  /** Throws BuildError BAD_METADATA for a version that no RPM can have. */
  add(found) {
    if (found.arch === "src" || found.arch === "nosrc") return;
    const evr = formatEvr(found);
    if (!EVR.test(evr)) {
      const shown = JSON.stringify(evr);
      const message = `[${this.#repoid}] primary.xml: package ${found.name} has the version ${shown}`;
      throw lockBuildError("BAD_METADATA", message);
    }
    const { name, arch, checksum, headerRange } = found;
    this.#packages.push(
      [
        name,
        evr,
        arch,
        found.sizeBytes,
        found.buildTime,
        headerRange.start,
        headerRange.end,
        `${checksum.type}:${checksum.hex}`,
        SOURCE_RPM.test(found.sourceRpm) ? found.sourceRpm : "",
        found.href,
        found.baseUrl ?? ""
      ].join("	")
    );
    for (const text of found.obsoletes) {
      const [obsoleted = ""] = text.split(" ");
      if (!/[\t\n]/.test(text)) this.#obsoletes.push([obsoleted, text, name, evr, arch].join("	"));
    }
  }
  /** Returns the two files of the index. */
  toBytes() {
    return { packages: packLines(this.#packages), obsoletes: packLines(this.#obsoletes) };
  }
};
var PackageIndex = class {
  #packages;
  #obsoletes;
  constructor({ packages, obsoletes }) {
    this.#packages = new SortedLines(packages);
    this.#obsoletes = new SortedLines(obsoletes);
  }
  /** Returns every package called `name`. */
  named(name) {
    return this.#packages.of(name).map(parseFields);
  }
  /** Returns the package of that full name, or undefined. */
  find(name, evr, arch) {
    return this.named(name).find((found) => found.evr === evr && found.arch === arch);
  }
  /** Returns the packages that obsolete some version of `name`. */
  obsoleters(name) {
    return this.#obsoletes.of(name).map(([, obsoletes = "", by = "", evr = "", arch = ""]) => ({
      obsoletes,
      name: by,
      evr,
      arch
    }));
  }
  /** Every package, in the order of names. */
  *all() {
    for (const fields of this.#packages.all()) yield parseFields(fields);
  }
  /** Every name, once, in order. */
  names() {
    return this.#packages.keys();
  }
};
function parseFields(fields) {
  const [name, evr, arch, size, buildTime, start, end, checksum, sourceRpm, href, baseUrl] = fields;
  return {
    name: name ?? "",
    evr: evr ?? "",
    arch: arch ?? "",
    sizeBytes: Number(size),
    buildTime: Number(buildTime),
    headerStart: Number(start),
    headerEnd: Number(end),
    checksum: checksum ?? "",
    sourceRpm: sourceRpm ?? "",
    href: href ?? "",
    ...baseUrl === void 0 || baseUrl === "" ? {} : { baseUrl }
  };
}

// lib/lock/solv-cache.ts
var VERSION2 = 4;
async function openSolvRepository(repoid, data, primaryPath, store) {
  const folder = await solvFolder(data, store);
  const solvPath = join3(folder, "repo.solv");
  const kept = await readIndex(folder).catch(() => void 0);
  if (kept !== void 0) return { solvPath, index: new PackageIndex(kept) };
  const index = await makeKept(folder, store, async (made) => {
    const bytes = await convert(repoid, data, primaryPath, join3(made, "repo.solv"));
    await writeFile(join3(made, "packages.tsv"), bytes.packages);
    await writeFile(join3(made, "obsoletes.tsv"), bytes.obsoletes);
    return bytes;
  });
  return { solvPath, index: new PackageIndex(index) };
}
async function solvFolder(data, store) {
  const key = stageKey("solv", VERSION2, {
    primary: `${data.checksum.type}:${data.checksum.hex}`,
    href: compressionOf(data.href),
    tool: await toolIdentity()
  });
  return store.solv(key);
}
async function readIndex(folder) {
  return {
    packages: await readFile3(join3(folder, "packages.tsv")),
    obsoletes: await readFile3(join3(folder, "obsoletes.tsv"))
  };
}
async function makeKept(folder, store, body) {
  var _stack = [];
  try {
    await makeFolder(dirname(folder));
    const temp = __using(_stack, await makeTempDir(join3(store.path, "tmp")), true);
    const made = join3(temp.path, "made");
    await mkdir(made);
    const result = await body(made);
    await rename(made, folder).catch((error) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
    return result;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function convert(repoid, data, primaryPath, solvPath) {
  const builder = new PackageIndexBuilder(repoid);
  await makeSolv(readPackages(openMetadata(repoid, data, primaryPath), builder), solvPath);
  return builder.toBytes();
}
async function* readPackages(chunks, builder) {
  const pieces = [];
  const parser = new PrimaryParser(
    (found) => builder.add(found),
    (bytes) => pieces.push(bytes)
  );
  for await (const chunk of chunks) {
    parser.write(chunk);
    yield Buffer.concat(pieces.splice(0));
  }
  parser.end();
  yield Buffer.concat(pieces);
}
async function toolIdentity() {
  const path = await findTool("rpmmd2solv");
  if (path === void 0) return "";
  const { size, mtimeMs } = await stat3(path);
  return `${path} ${size} ${Math.floor(mtimeMs)}`;
}

// lib/lock/metadata-cache.ts
async function repositoryFiles({ repomd, sha256: sha2562 }, store) {
  const primary = repomd.data.get("primary");
  const strong = [...repomd.data.values()].filter(
    ({ checksum }) => /^sha(256|384|512)$/.test(checksum.type)
  );
  return {
    repomdSha256: sha2562,
    files: strong.map(({ checksum }) => ({ path: metadataPath(checksum, store), checksum })),
    solv: primary === void 0 ? join4(store.path, "solv") : await solvFolder(primary, store)
  };
}

// lib/lock/exclusions.ts
function excludedPackages({ definition, index }, rules) {
  const out = /* @__PURE__ */ new Map();
  const put = ({ name, evr, arch }, exclusion) => {
    out.set(`${name}-${evr}.${arch}`, exclusion);
  };
  const { id, excludepkgs, includepkgs } = definition;
  if (rules.lockedOnly.has(id)) {
    const exclusion = { kind: "lockfile-repos", repoid: id };
    for (const found of index.all()) {
      if (!rules.lockedNevras.has(`${found.name}-${found.evr}.${found.arch}`))
        put(found, exclusion);
    }
  }
  if (includepkgs.length > 0) {
    const included = packageMatcher(includepkgs);
    for (const found of index.all()) {
      if (included(found) === void 0) put(found, { kind: "includepkgs", repoid: id });
    }
  }
  if (excludepkgs.length > 0) {
    const excluded = packageMatcher(excludepkgs);
    for (const found of candidatesOf(index, excludepkgs)) {
      const pattern = excluded(found);
      if (pattern !== void 0) put(found, { kind: "excludepkgs", pattern, repoid: id });
    }
  }
  for (const name of rules.excludePackages) {
    for (const found of index.named(name)) put(found, { kind: "exclude-packages" });
  }
  return out;
}
function candidatesOf(index, patterns) {
  return patterns.every((pattern) => /^[A-Za-z0-9_+]+$/.test(pattern)) ? patterns.flatMap((name) => index.named(name)) : index.all();
}
function packageMatcher(patterns) {
  const exact = new Map(patterns.map((pattern) => [pattern, pattern]));
  const globs = patterns.filter((pattern) => /[*?[]/.test(pattern)).map((pattern) => ({ pattern, expression: globExpression(pattern) }));
  return (found) => {
    const forms = packageForms(found);
    for (const form of forms) {
      const pattern = exact.get(form);
      if (pattern !== void 0) return pattern;
    }
    return globs.find(({ expression }) => forms.some((form) => expression.test(form)))?.pattern;
  };
}
function globExpression(glob) {
  const source = glob.replace(/\[(!?)([^\]]*)\]|[*?]|[^*?[]+|\[/g, (part, not, set) => {
    if (part === "*") return ".*";
    if (part === "?") return ".";
    if (set !== void 0 && set !== "") {
      return `[${not === "" ? "" : "^"}${String(set).replace(/[\\\]^]/g, "\\$&")}]`;
    }
    return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${source}$`, "s");
}
function packageForms({ name, evr, arch }) {
  const colon = evr.indexOf(":");
  const versionRelease = evr.slice(colon + 1);
  const version = versionRelease.slice(0, versionRelease.indexOf("-"));
  const epoch = colon === -1 ? "0" : evr.slice(0, colon);
  const forms = [
    name,
    `${name}-${version}`,
    `${name}-${versionRelease}`,
    `${name}-${epoch}:${version}`,
    `${name}-${epoch}:${versionRelease}`
  ];
  return [...forms, ...forms.map((form) => `${form}.${arch}`)];
}

// lib/lock/pool.ts
function solvableId({ name, evr, arch, repository }) {
  return `${name}-${evr}.${arch}@${repository.alias}`;
}
function nevraOf({ name, evr, arch }) {
  return `${name}-${evr}.${arch}`;
}
function createPool(repositories, rpmArches, rules) {
  const out = new Map(
    repositories.map((repository) => [repository, excludedPackages(repository, rules)])
  );
  const disqualify = ({ repository, ...found }) => rpmArches.includes(found.arch) ? out.get(repository)?.get(nevraOf(found)) : { kind: "arch", arch: found.arch };
  return {
    repositories,
    rpmArches,
    named: (name) => repositories.flatMap(
      (repository) => repository.index.named(name).map((found) => ({ ...found, repository }))
    ),
    obsoleters: (name) => repositories.flatMap(
      (repository) => repository.index.obsoleters(name).flatMap(({ obsoletes, ...by }) => {
        const found = repository.index.find(by.name, by.evr, by.arch);
        return found === void 0 ? [] : [{ obsoletes, candidate: { ...found, repository } }];
      })
    ),
    disqualify,
    disabled: repositories.flatMap(
      (repository) => [...out.get(repository) ?? []].filter(([nevra]) => rpmArches.some((arch) => nevra.endsWith(`.${arch}`))).map(([nevra]) => `${nevra}@${repository.alias}`)
    ),
    withRepositories: (others) => createPool(others, rpmArches, rules)
  };
}

// lib/lock/repomd.ts
import { createHash as createHash2 } from "node:crypto";
import { readFile as readFile5 } from "node:fs/promises";
import { join as join6 } from "node:path";

// lib/remix/cached-get.ts
import { readFile as readFile4 } from "node:fs/promises";
import { dirname as dirname2, join as join5 } from "node:path";
async function getKept({ store, http, offline }, url, limitBytes) {
  const path = join5(store.path, "urls", sha256(url));
  if (url.startsWith("file:")) return http.getBytes(url, { limitBytes });
  if (!offline) {
    const bytes = await http.getBytes(url, { limitBytes });
    await keep(path, bytes);
    return bytes;
  }
  return readFile4(path).catch(() => {
    throw remixError(
      "NOT_CACHED",
      `${redactUrl(url)} is not in the store, and nothing may be fetched`,
      void 0,
      "Run once without --offline."
    );
  });
}
async function keep(path, bytes) {
  const kept = await readFile4(path).catch(() => void 0);
  if (kept?.equals(bytes) === true) return;
  await makeFolder(dirname2(path));
  await writeFileAtomic(path, bytes);
}

// lib/remix/repository-keys.ts
import { dirname as dirname3, resolve } from "node:path";
import { pathToFileURL } from "node:url";
var MAX_KEY_BYTES = 1024 * 1024;
var ARMOUR = /-----BEGIN PGP PUBLIC KEY BLOCK-----[\s\S]*?-----END PGP PUBLIC KEY BLOCK-----/g;
async function readRepositoryKeys(repository, access) {
  if (repository.gpgkey.length === 0) {
    throw remixError(
      "NO_KEY",
      `[${repository.id}] names no key, so nothing of it can be verified`,
      repository.place,
      'Add "gpgkey=" with the URL or path of its public key, or "gpgcheck=0" if nobody signs it.'
    );
  }
  const blocks = [];
  for (const key of repository.gpgkey) {
    const text = await readKey(key, repository, access);
    const found = text.match(ARMOUR) ?? [];
    if (found.length === 0) {
      const message = `[${repository.id}] gpgkey: ${key} has no armoured OpenPGP public key`;
      throw remixError("BAD_KEY", message, repository.place);
    }
    blocks.push(...found);
  }
  return blocks;
}
async function readKey(key, repository, access) {
  const url = /^[a-z]+:/i.test(key) ? key : pathToFileURL(resolve(dirname3(repository.place.file), key)).href;
  try {
    return (await getKept(access, url, MAX_KEY_BYTES)).toString("latin1");
  } catch (error) {
    if (!(error instanceof TreesmithError)) throw error;
    const message = `[${repository.id}] gpgkey: ${key} cannot be had: ${error.message}`;
    throw remixError("BAD_KEY", message, repository.place, error.hint);
  }
}

// lib/rpm/mirrors.ts
var METALINK = { what: "metalink", root: "metalink", code: "BAD_METALINK" };
var REPOMD = "repodata/repomd.xml";
function parseMirrorlist(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
  const urls = lines.filter((line) => /^(https?|file):\/\/\S+$/i.test(line));
  if (urls.length > 0) return urls;
  const got = lines.length === 0 ? "nothing" : JSON.stringify(lines[0]?.slice(0, 100));
  throw new BuildError("BAD_MIRRORLIST", `the mirrorlist names no mirror: it has ${got}`, {
    hint: "Look at its URL in a browser; often $releasever or $basearch has a value that the server does not know."
  });
}
function parseMetalink(text) {
  const urls = [];
  const checksums = [];
  let inRepomd = false;
  let preference = 0;
  let hashType;
  parseXml(text, METALINK, {
    open(name, attributes) {
      if (name === "file") inRepomd = attributes.name === "repomd.xml";
      if (name === "url") preference = Number(attributes.preference ?? "0") || 0;
      if (name === "hash") hashType = attributes.type;
    },
    close(name, content) {
      if (name === "file") inRepomd = false;
      if (!inRepomd) return;
      if (name === "hash") {
        const checksum = parseChecksum(hashType, content);
        if (checksum !== void 0 && /^sha(256|384|512)$/.test(checksum.type)) {
          checksums.push(checksum);
        }
      }
      if (name === "url" && /^(https?|file):\/\//.test(content) && content.endsWith(REPOMD)) {
        urls.push({ url: content.slice(0, -REPOMD.length), preference });
      }
    }
  });
  if (urls.length === 0) {
    throw new BuildError("BAD_METALINK", "the metalink names no mirror of repomd.xml");
  }
  if (checksums.length === 0) {
    throw new BuildError("BAD_METALINK", "the metalink has no SHA-256 of repomd.xml");
  }
  return {
    baseUrls: urls.sort((a, b) => b.preference - a.preference).map(({ url }) => url),
    repomdChecksums: checksums
  };
}

// lib/remix/repository-mirrors.ts
var MAX_LIST_BYTES = 4 * 1024 * 1024;
async function readMirrors(repository, access) {
  const { metalink, mirrorlist } = repository;
  const read = async (url) => (await getKept(access, url, MAX_LIST_BYTES)).toString("utf8");
  if (metalink !== void 0) {
    const { baseUrls, repomdChecksums } = parseMetalink(await read(metalink));
    return { baseUrls: unique([...repository.baseurl, ...baseUrls]), repomdChecksums };
  }
  const listed = mirrorlist === void 0 ? [] : parseMirrorlist(await read(mirrorlist));
  return { baseUrls: unique([...repository.baseurl, ...listed]) };
}
function alternateUrls(url, baseUrls) {
  const base = baseUrls.find((candidate) => url.startsWith(candidate));
  if (base === void 0) return [url];
  const path = url.slice(base.length);
  return unique([url, ...baseUrls.map((other) => other + path)], "");
}
function unique(urls, end = "/") {
  return [...new Set(urls.map((url) => url.endsWith(end) ? url : url + end))];
}

// lib/rpm/repomd.ts
var FORMAT2 = { what: "repomd.xml", root: "repomd", code: "BAD_REPOMD" };
function parseRepomd(text) {
  const data = /* @__PURE__ */ new Map();
  let revision = "";
  let type = "";
  let fields = {};
  let checksumType;
  const checksum = (hex) => {
    const parsed = parseChecksum(checksumType, hex);
    if (parsed === void 0) throw bad3(`${type} has no usable checksum (${checksumType})`);
    return parsed;
  };
  parseXml(text, FORMAT2, {
    open(name, attributes) {
      if (name === "data") {
        type = attributes.type ?? "";
        fields = {};
      }
      if (name === "location") {
        Object.assign(fields, parseLocation(attributes, `repomd.xml: ${type}`));
      }
      if (name === "checksum" || name === "open-checksum") checksumType = attributes.type;
    },
    close(name, content) {
      if (name === "revision") revision = content;
      if (name === "checksum") fields.checksum = checksum(content);
      if (name === "open-checksum") fields.openChecksum = checksum(content);
      if (name === "size") fields.sizeBytes = count2(type, content);
      if (name === "open-size") fields.openSizeBytes = count2(type, content);
      if (name === "timestamp") fields.timestamp = count2(type, content.replace(/\.\d+$/, ""));
      if (name !== "data") return;
      const { href, checksum: found } = fields;
      if (href === void 0 || found === void 0) {
        throw bad3(`${type} has no location or checksum`);
      }
      if (data.has(type)) throw bad3(`${type} stands there twice`);
      data.set(type, { ...fields, type, href, checksum: found });
    }
  });
  return { revision, data };
}
function count2(type, text) {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw bad3(`${type} has the number ${JSON.stringify(text)}`);
  return value;
}
function bad3(what) {
  return new BuildError("BAD_REPOMD", `repomd.xml: ${what}`);
}

// lib/lock/openpgp.ts
async function parseKeyring(blocks, onBroken) {
  const { readKeys } = await import("./chunk-E33UBUCG.mjs");
  const keys = [];
  for (const block of blocks) {
    const found = await readKeys({ armoredKeys: block }).catch((error) => {
      onBroken(messageOf(error));
      return [];
    });
    keys.push(...found.map((key) => key.toPublic()));
  }
  const fingerprints = keys.flatMap((key) => key.getKeys().map((part) => fingerprintOf(part)));
  return { keys, fingerprints: new Set(fingerprints) };
}
async function verifyDetached(data, signature, keyring) {
  const { createMessage, readSignature, verify } = await import("./chunk-E33UBUCG.mjs");
  try {
    const parsed = typeof signature === "string" ? await readSignature({ armoredSignature: signature }) : await readSignature({ binarySignature: signature });
    const { signatures } = await verify({
      message: await createMessage({ binary: data }),
      signature: parsed,
      verificationKeys: [...keyring.keys],
      format: "binary",
      date: null,
      // Owners extend a key by a newer self-signature; what they signed before stays good.
      config: { allowInsecureVerificationWithReformattedKeys: true }
    });
    let reason = "it holds no signature";
    for (const { keyID, verified } of signatures) {
      const failure = await verified.then(
        () => void 0,
        (error) => messageOf(error)
      );
      const part = keyring.keys.flatMap((key) => key.getKeys(keyID))[0];
      if (failure === void 0 && part !== void 0) return { signer: fingerprintOf(part) };
      reason = failure ?? `key ${keyID.toHex()} is not known`;
    }
    return { reason };
  } catch (error) {
    return { reason: messageOf(error) };
  }
}
function fingerprintOf(part) {
  return part.getFingerprint().toUpperCase();
}
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

// lib/lock/repomd.ts
var MAX_REPOMD_BYTES = 4 * 1024 * 1024;
var MAX_SIGNATURE_BYTES = 64 * 1024;
var PATH = "repodata/repomd.xml";
async function fetchRepomd(repository, access) {
  const kept = keptPath(repository, access);
  if (access.offline) return readKept(repository, kept);
  const mirrors = await readMirrors(repository, access).catch((error) => {
    if (!(error instanceof TreesmithError)) throw error;
    throw unavailable(repository, [error.message]);
  });
  const failures = [];
  for (const base of mirrors.baseUrls) {
    try {
      const bytes = await fetchFrom(base, repository, mirrors, access);
      const others = mirrors.baseUrls.filter((url) => url !== base);
      const state = { baseUrls: [base, ...others], bytes: bytes.toString("base64") };
      const parsed = stateOf(state);
      await keep(kept, Buffer.from(JSON.stringify(state)));
      return parsed;
    } catch (error) {
      if (!(error instanceof TreesmithError) || /^(NO|BAD)_KEY$/.test(error.code)) throw error;
      failures.push(error);
    }
  }
  const telling = failures.find(({ code: code2 }) => code2.startsWith("REPOMD_"));
  if (telling !== void 0 && failures.length === 1) throw telling;
  throw unavailable(
    repository,
    failures.map(({ message }) => message)
  );
}
async function fetchFrom(base, repository, { repomdChecksums }, access) {
  const url = `${base}${PATH}`;
  const bytes = await access.http.getBytes(url, { limitBytes: MAX_REPOMD_BYTES, attempts: 2 });
  const matches = repomdChecksums?.some(
    ({ type, hex }) => createHash2(type).update(bytes).digest("hex") === hex
  );
  if (matches === false) {
    const message = `[${repository.id}] ${redactUrl(url)} is not the file that the metalink names`;
    throw lockBuildError("REPOMD_MISMATCH", message);
  }
  if (repository.repoGpgcheck) await assertSigned(bytes, url, repository, access);
  return bytes;
}
async function assertSigned(bytes, url, repository, access) {
  const signature = await access.http.getBytes(`${url}.asc`, { limitBytes: MAX_SIGNATURE_BYTES, attempts: 2 }).catch((error) => {
    const message = `[${repository.id}] repomd.xml has no signature, and repo_gpgcheck asks for one`;
    throw lockConfigError("REPOMD_UNSIGNED", message, {
      place: repository.place,
      cause: error,
      hint: "Set repo_gpgcheck=0 if the repository signs its packages only."
    });
  });
  const blocks = await readRepositoryKeys(repository, access);
  const broken = [];
  const keyring = await parseKeyring(blocks, (reason) => broken.push(reason));
  const verdict = await verifyDetached(bytes, signature.toString("latin1"), keyring);
  if ("signer" in verdict) return;
  const reasons = [verdict.reason, ...broken.map((reason) => `a key is unusable: ${reason}`)];
  throw lockBuildError(
    "REPOMD_BAD_SIGNATURE",
    `[${repository.id}] the signature of repomd.xml is not good: ${reasons.join("; ")}`,
    { place: repository.place, hint: "Look at gpgkey=, and at who runs the repository." }
  );
}
function keptPath(repository, { store }) {
  const { id, baseurl, mirrorlist = "", metalink = "", repoGpgcheck, gpgkey } = repository;
  const trust = repoGpgcheck ? gpgkey : [];
  const key = JSON.stringify([id, baseurl, mirrorlist, metalink, repoGpgcheck, trust]);
  return join6(store.path, "repositories", sha256(key));
}
async function readKept(repository, path) {
  const text = await readFile5(path, "utf8").catch(() => {
    throw lockConfigError("NOT_CACHED", `[${repository.id}] was never read before`, {
      place: repository.place,
      hint: "Run once without --offline."
    });
  });
  return stateOf(JSON.parse(text));
}
function stateOf({ baseUrls, bytes }) {
  const raw = Buffer.from(bytes, "base64");
  return { repomd: parseRepomd(raw.toString("utf8")), sha256: sha256(raw), baseUrls };
}
function unavailable(repository, reasons) {
  const message = [`[${repository.id}] no mirror has a good repomd.xml`, ...reasons].join("\n  ");
  return lockBuildError("REPOSITORY_UNAVAILABLE", message, {
    place: repository.place,
    hint: "Look at baseurl, mirrorlist or metalink, and at the network; --offline uses what an earlier run has kept."
  });
}

// lib/lock/dependency.ts
var DEPTH_LIMIT3 = 32;
function parseDependency(text) {
  return parseTerm(text.trim(), 0);
}
function parseCapability(text) {
  const [, name, sign, evr] = /^(.*\S)\s+(<=|>=|<|>|=)\s+(\S+)$/.exec(text.trim()) ?? [];
  return name === void 0 || sign === void 0 || evr === void 0 ? { name: text.trim() } : { name, sign, evr };
}
function meets(provided, asked) {
  if (provided.name !== asked.name) return false;
  if (asked.sign === void 0 || asked.evr === void 0) return true;
  if (provided.sign === void 0 || provided.evr === void 0) return false;
  const order = compareLoosely(provided.evr, asked.evr);
  if (order < 0) return provided.sign.includes(">") || asked.sign.includes("<");
  if (order > 0) return provided.sign.includes("<") || asked.sign.includes(">");
  return ["<", "=", ">"].some((one) => provided.sign?.includes(one) && asked.sign?.includes(one));
}
function compareLoosely(a, b) {
  try {
    return compareEvr(parseEvr(a), parseEvr(b));
  } catch {
    return a === b ? 0 : -1;
  }
}
function parseTerm(text, depth) {
  if (!text.startsWith("(") || !text.endsWith(")") || depth > DEPTH_LIMIT3) {
    return { kind: "capability", capability: parseCapability(text) };
  }
  const words = splitTop(text.slice(1, -1));
  const operators = words.filter((_, index) => index % 2 === 1);
  const parts = words.filter((_, index) => index % 2 === 0);
  const [operator] = operators;
  if (operator === void 0) return parseTerm(parts[0] ?? "", depth + 1);
  if (operator === "if" || operator === "unless") return { kind: "conditional" };
  const kind = operator === "or" ? "any" : "all";
  const used = operator === "and" || operator === "or" ? parts : parts.slice(0, 1);
  return { kind, parts: used.map((part) => parseTerm(part, depth + 1)) };
}
function splitTop(text) {
  const words = [];
  let depth = 0;
  let current = "";
  for (const token of text.split(/(\s+)/)) {
    if (depth === 0 && /^(and|or|if|unless|with|without|else)$/.test(token)) {
      words.push(current.trim(), token);
      current = "";
      continue;
    }
    for (const character of token) depth += character === "(" ? 1 : character === ")" ? -1 : 0;
    current += token;
  }
  return [...words, current.trim()];
}

// lib/lock/dependency-graph.ts
var DependencyGraph = class {
  #requires = /* @__PURE__ */ new Map();
  #providers = /* @__PURE__ */ new Map();
  #requirements = /* @__PURE__ */ new Map();
  /** Ids and what they provide, in turn; most of it nobody requires, so it is not parsed yet. */
  #provided = [];
  /** How many packages lie between one that is broken and what it comes from: 0, it may not be chosen. */
  #broken = /* @__PURE__ */ new Map();
  #id = "";
  #section = "";
  /** `  - nevra@alias`, `    solvable:requires:`, `      bash >= 5`. */
  addLine(line) {
    if (line.startsWith("  - ")) {
      this.#id = line.slice(4);
      this.#section = "";
      this.#requires.set(this.#id, []);
    } else if (line.startsWith("      ")) {
      if (this.#section === "requires") this.#addRequirement(line.slice(6));
      if (this.#section === "provides") this.#provided.push(this.#id, line.slice(6));
    } else {
      this.#section = /^ {4}solvable:(\w+):/.exec(line)?.[1] ?? "";
    }
  }
  /**
   * Finds out what is broken; `isOut` tells of an id whether it may not be chosen. File names that
   * nobody provides by name are taken to be in some package unless `missing` has them. Providers are
   * known afterwards of what some package requires, and of `names`.
   */
  settle(isOut, missing, names = []) {
    const byName = /* @__PURE__ */ new Map();
    for (const requirement of this.#requirements.values()) {
      for (const { name } of requirement.capabilities) append(byName, name, requirement);
    }
    for (const name of names) if (!byName.has(name)) byName.set(name, []);
    this.#parseProvided(byName);
    const provides = /* @__PURE__ */ new Map();
    for (const [name, providers] of this.#providers) {
      for (const { id } of providers) provides.set(id, (provides.get(id) ?? /* @__PURE__ */ new Set()).add(name));
    }
    const out = [...this.#requires.keys()].filter(isOut);
    for (const id of out) this.#broken.set(id, 0);
    let doubtful = new Set(this.#requirements.values());
    for (let round = 1; doubtful.size > 0; round += 1) {
      const unmet = [...doubtful].filter(
        (one) => one.unmetDistance === void 0 && !this.#holds(one.dependency, missing)
      );
      const found = /* @__PURE__ */ new Set();
      for (const requirement of unmet) {
        requirement.unmetDistance = round;
        for (const id of requirement.requirers) if (!this.#broken.has(id)) found.add(id);
      }
      for (const id of found) this.#broken.set(id, round);
      doubtful = new Set(
        [...found].flatMap(
          (id) => [...provides.get(id) ?? []].flatMap((name) => byName.get(name) ?? [])
        )
      );
    }
  }
  /** True when the package can never be installed, or may not be chosen. */
  isBroken(id) {
    return this.#broken.has(id);
  }
  /** Returns how many packages lie between a broken one and what it comes from. */
  distance(id) {
    return this.#broken.get(id) ?? 0;
  }
  /** Returns what a package requires that cannot be had and is nearest to what that comes from. */
  unmet(id) {
    const distanceOf = (text) => this.#requirements.get(text)?.unmetDistance;
    return (this.#requires.get(id) ?? []).filter((text) => distanceOf(text) !== void 0).toSorted((a, b) => (distanceOf(a) ?? 0) - (distanceOf(b) ?? 0))[0];
  }
  /** Returns the capabilities in a dependency. */
  capabilities(text) {
    return this.#requirements.get(text)?.capabilities ?? collect(parseDependency(text));
  }
  /** Returns the ids of the packages that meet a capability, broken ones too. */
  providers(asked) {
    const found = this.#providers.get(asked.name) ?? [];
    return [...new Set(found.filter(({ provided }) => meets(provided, asked)).map(({ id }) => id))];
  }
  /** Returns what is provided under the name, in any version. */
  versions(name) {
    return this.#providers.get(name) ?? [];
  }
  #addRequirement(text) {
    if (text.startsWith("rpmlib(")) return;
    this.#requires.get(this.#id)?.push(text);
    const known = this.#requirements.get(text);
    if (known !== void 0) known.requirers.push(this.#id);
    else {
      const dependency = parseDependency(text);
      const capabilities = collect(dependency);
      const requirement = { dependency, capabilities, requirers: [this.#id] };
      this.#requirements.set(text, requirement);
    }
  }
  #parseProvided(wanted) {
    for (let at = 0; at < this.#provided.length; at += 2) {
      const [id = "", text = ""] = this.#provided.slice(at, at + 2);
      const provided = parseCapability(text);
      if (wanted.has(provided.name)) append(this.#providers, provided.name, { id, provided });
    }
    this.#provided = [];
  }
  #holds(dependency, missing) {
    switch (dependency.kind) {
      case "conditional":
        return true;
      case "any":
        return dependency.parts.some((part) => this.#holds(part, missing));
      case "all":
        return dependency.parts.every((part) => this.#holds(part, missing));
      case "capability": {
        const asked = dependency.capability;
        const providers = this.#providers.get(asked.name);
        if (providers === void 0) return asked.name.startsWith("/") && !missing.has(asked.name);
        return providers.some(
          ({ id, provided }) => !this.#broken.has(id) && meets(provided, asked)
        );
      }
    }
  }
};
function collect(dependency) {
  switch (dependency.kind) {
    case "conditional":
      return [];
    case "capability":
      return [dependency.capability];
    default:
      return dependency.parts.flatMap(collect);
  }
}
function append(lists, key, value) {
  const list = lists.get(key);
  if (list === void 0) lists.set(key, [value]);
  else list.push(value);
}

// lib/lock/reasons.ts
function formatReasons({ text, because }) {
  return [text, ...formatBranches(because, "  ")].join("\n");
}
function formatBranches(reasons, indent) {
  return reasons.flatMap(({ text, because }, index) => {
    const last = index === reasons.length - 1;
    return [
      `${indent}${last ? "\u2514\u2500" : "\u251C\u2500"} ${text}`,
      ...formatBranches(because, `${indent}${last ? "   " : "\u2502  "}`)
    ];
  });
}

// lib/lock/solver.ts
import { symlink, writeFile as writeFile2 } from "node:fs/promises";
import { join as join7, resolve as resolve2 } from "node:path";
import { StringDecoder as StringDecoder2 } from "node:string_decoder";
var POOL_FLAGS = "addfileprovidesfiltered implicitobsoleteusescolors";
var SOLVER_FLAGS = "bestobeypolicy yumobsoletes urpmreorder keeporphans";
async function solve(pool, jobs, { recommends, log }) {
  const text = [
    poolLines(pool),
    ...pool.disabled.map((solvable) => `disable pkg ${solvable}`),
    `solverflags ${SOLVER_FLAGS}${recommends ? "" : " ignorerecommended"}`,
    ...jobs.map((job) => `job ${job}`),
    "result transaction,problems <inline>"
  ].join("\n");
  const chosen = [];
  const problems = /* @__PURE__ */ new Set();
  const blamed = /* @__PURE__ */ new Set();
  const read = (line) => {
    const [, solvable] = /^install (\S+)$/.exec(line) ?? [];
    const [, problem] = /^problem \S+ info (.*)$/.exec(line) ?? [];
    const [, job] = /^problem \S+ solution \S+ deljob (.*)$/.exec(line) ?? [];
    if (solvable !== void 0) chosen.push(solvable);
    if (problem !== void 0) problems.add(problem);
    if (job !== void 0) blamed.add(job);
  };
  await runTestsolv(["-r"], text, pool, read, log);
  return { chosen, problems: [...problems], blamed: [...blamed] };
}
function missingFrom({ problems }) {
  return problems.flatMap((text) => {
    const [, name] = /^nothing provides (?:requested )?(\S+)/.exec(text) ?? [];
    return name === void 0 ? [] : [name];
  });
}
async function lookUp(pool, queries, log) {
  if (queries.length === 0) return [];
  const text = [
    poolLines(pool),
    ...pool.disabled.map((solvable) => `disable pkg ${solvable}`),
    // libsolv counts tests only when there are several.
    ...[...queries, void 0].map(
      (query) => query === void 0 ? "result jobs <inline>" : `job noop selection ${query.what} ${query.flags}
result jobs <inline>
nextjob`
    )
  ].join("\n");
  const found = queries.map(() => void 0);
  let test = -1;
  const read = (line) => {
    const [, number] = /^test (\d+):$/.exec(line) ?? [];
    const [, what] = /^job noop (.*)$/.exec(line) ?? [];
    if (number !== void 0) test = Number(number) - 1;
    if (what !== void 0 && test < queries.length) found[test] = what;
  };
  await runTestsolv(["-r"], text, pool, read, log);
  return found;
}
async function listDependencies(pool, onLine, log) {
  const repositories = poolLines(pool).split("\n").filter((line) => line.startsWith("repo "));
  const text = ["system unset rpm", ...repositories].join("\n");
  await runTestsolv(["-L", "*"], text, pool, onLine, log);
}
function poolLines({ repositories, rpmArches }) {
  return [
    ...repositories.map(
      ({ alias, definition }) => (
        // Ours is the lower the better, libsolv's the higher; cost decides between equals.
        `repo ${alias} ${99 - definition.priority}.${-definition.cost} solv ${alias}.solv`
      )
    ),
    `system :${rpmArches.join(":")} rpm`,
    `poolflags ${POOL_FLAGS}`
  ].join("\n");
}
async function runTestsolv(options, text, { repositories }, onLine, log) {
  var _stack = [];
  try {
    const temp = __using(_stack, await makeTempDir(), true);
    await writeFile2(join7(temp.path, "lock.t"), `${text}
`);
    for (const { alias, solvPath } of repositories) {
      await symlink(resolve2(solvPath), join7(temp.path, `${alias}.solv`));
    }
    const decoder = new StringDecoder2("utf8");
    let rest = "";
    const { stderr } = await runTool(["testsolv", ...options, "lock.t"], {
      cwd: temp.path,
      log,
      onStdout: (chunk) => {
        const lines = (rest + decoder.write(chunk)).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) onLine(line);
      }
    });
    onLine(rest);
    if (stderr.trim() !== "") {
      throw lockBuildError("SOLVER_FAILED", `testsolv complains: ${stderr.trim()}`);
    }
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}

// lib/lock/unmet.ts
function unmetRequests(unmet, treefile, pool) {
  const excluded = unmet.some(
    ({ candidates }) => candidates.some((found) => pool.disqualify(found)?.kind === "exclude-packages")
  );
  const [first] = unmet;
  const hint = unmet.length === 1 && first !== void 0 ? hintFor(first, pool) : void 0;
  const trees = unmet.map((found) => {
    const { text, because } = describeUnmet(found, treefile, pool);
    const more = unmet.length === 1 ? void 0 : hintFor(found, pool);
    return formatReasons({ text: more === void 0 ? text : `${text}. ${more}`, because });
  });
  return lockConfigError(excluded ? "EXCLUDED_PACKAGE" : "NO_PACKAGE", trees.join("\n"), {
    place: first?.request.place ?? { file: treefile.path },
    ...hint === void 0 ? {} : { hint }
  });
}
function describeUnmet({ request: { text, repoid }, candidates }, treefile, pool) {
  if (repoid !== void 0 && pool.repositories.every(({ definition }) => definition.id !== repoid)) {
    return {
      text: `"${text}" is to come from [${repoid}], which "repos" does not name`,
      because: []
    };
  }
  const where = repoid === void 0 ? "no repository has a" : `[${repoid}] has no`;
  const what = repoid === void 0 ? "package, provide or file" : "package";
  return {
    text: candidates.length === 0 ? `${where} ${what} "${text}" for ${treefile.basearch}` : `no package meets "${text}" for ${treefile.basearch}`,
    because: candidates.map((found) => ({
      text: `${describeCandidate(found)} ${whyNot(found, text, treefile, pool)}`,
      because: []
    }))
  };
}
function describeCandidate(found) {
  return `${nevraOf(found)} [${found.repository.definition.id}]`;
}
function describeExclusion(exclusion, basearch) {
  switch (exclusion.kind) {
    case "arch":
      return `is for ${exclusion.arch}, which does not install on ${basearch}`;
    case "exclude-packages":
      return 'is excluded by "exclude-packages" of the treefile';
    case "excludepkgs":
      return `is excluded by excludepkgs=${exclusion.pattern} of [${exclusion.repoid}]`;
    case "includepkgs":
      return `is not among includepkgs of [${exclusion.repoid}]`;
    case "lockfile-repos":
      return `is not locked, and [${exclusion.repoid}] of "lockfile-repos" gives only what is`;
  }
}
function whyNot(found, text, { basearch }, pool) {
  const exclusion = pool.disqualify(found);
  return exclusion === void 0 ? `is not ${text}` : describeExclusion(exclusion, basearch);
}
function hintFor({ request: { text, repoid }, candidates }, pool) {
  if (candidates.length > 0) return void 0;
  const elsewhere = repoid === void 0 ? [] : pool.named(text);
  if (elsewhere.length > 0) {
    const ids = new Set(elsewhere.map(({ repository }) => repository.definition.id));
    return `It is in ${[...ids].join(", ")}.`;
  }
  const [name = text] = text.split(/\s/);
  const names = pool.repositories.flatMap(({ index }) => [...index.names()]);
  const near = nearestName(name, names);
  return near === void 0 ? void 0 : `Did you mean "${near}"?`;
}

// lib/lock/explain.ts
var MAX_DEPTH = 12;
var MAX_BRANCHES = 12;
var MAX_REQUESTS = 5;
async function explainFailure(failure) {
  const { solution, resolved, treefile, pool, log } = failure;
  const teller = new Teller(pool, treefile.basearch);
  const graph = new DependencyGraph();
  await listDependencies(pool, (line) => graph.addLine(line), log);
  const requested = (jobs) => graph.capabilities(jobs[0]?.replace(/^install (provides|name) /, "") ?? "");
  const names = resolved.flatMap(({ jobs }) => requested(jobs).map(({ name }) => name));
  graph.settle(isOutOf(pool), new Set(missingFrom(solution)), names);
  teller.graph = graph;
  const hopeless = resolved.map(({ request, candidates, jobs }) => {
    const ids = candidates.length > 0 ? candidates.map(solvableId) : requested(jobs).flatMap((asked) => graph.providers(asked));
    return { request, ids, distance: Math.max(...ids.map((id) => graph.distance(id))) };
  }).filter(({ ids }) => ids.length > 0 && ids.every((id) => graph.isBroken(id))).sort((a, b) => a.distance - b.distance);
  const impossible = hopeless.slice(0, MAX_REQUESTS).map(({ request, ids }) => ({
    request,
    reason: { text: describeRequest(request), because: teller.tellAll(ids, 0) }
  }));
  const more = hopeless.slice(MAX_REQUESTS).map(({ request }) => request.text);
  const rest = more.length === 0 ? [] : [{ text: `and, as a consequence, ${more.join(", ")}`, because: [] }];
  const blamed = resolved.filter(({ jobs }) => jobs.some((job) => solution.blamed.includes(job)));
  const reasons = impossible.length > 0 ? [...impossible.map(({ reason }) => reason), ...rest] : [
    ...solution.problems.map((text) => ({ text, because: [] })),
    {
      text: "these requests have to do with it:",
      because: blamed.map(({ request }) => ({ text: describeRequest(request), because: [] }))
    }
  ];
  const first = impossible[0]?.request ?? blamed[0]?.request;
  const place = first?.place ?? { file: treefile.path };
  return lockConfigError(
    teller.sawTreefileExclusion ? "EXCLUDED_PACKAGE" : "UNSATISFIABLE",
    formatReasons({
      text: `the packages asked for cannot be installed together on ${treefile.basearch}`,
      because: reasons
    }),
    { place }
  );
}
function describeRequest({ text, place, repoid }) {
  const from = repoid === void 0 ? "" : ` from [${repoid}]`;
  return `${text}${from}${place === void 0 ? "" : ` (${formatPlace(place)})`}`;
}
function isOutOf({ disabled, rpmArches }) {
  const out = new Set(disabled);
  return (id) => out.has(id) || !rpmArches.includes(/\.([^.@]+)@r\d+$/.exec(id)?.[1] ?? "");
}
var Teller = class {
  graph;
  sawTreefileExclusion = false;
  #pool;
  #basearch;
  #told = /* @__PURE__ */ new Set();
  constructor(pool, basearch) {
    this.#pool = pool;
    this.#basearch = basearch;
  }
  tellAll(ids, depth) {
    const shown = ids.slice(0, MAX_BRANCHES).map((id) => this.#tell(id, depth));
    const more = ids.length - shown.length;
    return more > 0 ? [...shown, { text: `and ${more} more like these`, because: [] }] : shown;
  }
  #tell(id, depth) {
    const candidate = this.#candidate(id);
    const name = candidate === void 0 ? id : describeCandidate(candidate);
    const exclusion = candidate === void 0 ? void 0 : this.#pool.disqualify(candidate);
    if (exclusion !== void 0) {
      if (exclusion.kind === "exclude-packages") this.sawTreefileExclusion = true;
      return { text: `${name} ${describeExclusion(exclusion, this.#basearch)}`, because: [] };
    }
    if (this.#told.has(id)) return { text: `${name} cannot be installed, see above`, because: [] };
    this.#told.add(id);
    const unmet = this.graph?.unmet(id);
    if (depth >= MAX_DEPTH || unmet === void 0) {
      return { text: `${name} cannot be installed`, because: [] };
    }
    return this.#requirement(name, unmet, depth);
  }
  #requirement(who, text, depth) {
    const asked = this.graph?.capabilities(text) ?? [];
    const ids = [...new Set(asked.flatMap((one) => this.graph?.providers(one) ?? []))];
    if (ids.length > 0) {
      return { text: `${who} requires ${text}`, because: this.tellAll(ids, depth + 1) };
    }
    const others = asked.flatMap(({ name }) => this.graph?.versions(name) ?? []);
    return {
      text: `${who} requires ${text}, which nothing provides`,
      because: others.slice(0, MAX_BRANCHES).map(({ id, provided }) => {
        const candidate = this.#candidate(id);
        const version = provided.evr === void 0 ? "without a version" : `${provided.sign} ${provided.evr}`;
        const name = candidate === void 0 ? id : describeCandidate(candidate);
        return { text: `${name} provides ${provided.name} ${version}`, because: [] };
      })
    };
  }
  #candidate(id) {
    const [, name, evr, arch, alias] = /^(.+)-([^-]+-[^-]+)\.([^.@]+)@(r\d+)$/.exec(id) ?? [];
    const repository = this.#pool.repositories.find((one) => one.alias === alias);
    const found = repository?.index.find(name ?? "", evr ?? "", arch ?? "");
    return repository === void 0 || found === void 0 ? void 0 : { ...found, repository };
  }
};

// lib/lock/extra-files.ts
import { stat as stat4 } from "node:fs/promises";
import { join as join8 } from "node:path";

// lib/rpm/filelists.ts
import { StringDecoder as StringDecoder3 } from "node:string_decoder";
var FORMAT3 = { what: "filelists.xml", root: "filelists", code: "BAD_FILELISTS" };
var FilelistsParser = class {
  #decoder = new StringDecoder3("utf8");
  #reader;
  constructor(onPackage) {
    let head = { name: "", arch: "", pkgid: "" };
    let evr = { epoch: "0", version: "", release: "" };
    let files = [];
    this.#reader = new XmlReader(FORMAT3, {
      open(name, attributes) {
        if (name === "package") {
          head = {
            name: attributes.name ?? "",
            arch: attributes.arch ?? "",
            pkgid: attributes.pkgid ?? ""
          };
          files = [];
        } else if (name === "version") {
          evr = {
            epoch: attributes.epoch ?? "0",
            version: attributes.ver ?? "",
            release: attributes.rel ?? ""
          };
        }
      },
      close(name, text) {
        if (name === "file") files.push(text);
        else if (name === "package") onPackage({ ...head, ...evr, files });
      }
    });
  }
  /** Throws BuildError BAD_FILELISTS. */
  write(chunk) {
    this.#reader.write(this.#decoder.write(chunk));
  }
  /** Throws BuildError BAD_FILELISTS when the document is cut short. */
  end() {
    this.#reader.write(this.#decoder.end());
    this.#reader.end();
  }
};

// lib/lock/package-blocks.ts
var END = "</package>";
var LIMIT_BYTES = 64 * 1024 * 1024;
async function* packageBlocks(chunks) {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    for (let end = bytes.indexOf(END); end !== -1; end = bytes.indexOf(END, at)) {
      yield bytes.subarray(at, end + END.length);
      at = end + END.length;
    }
    rest = Buffer.from(bytes.subarray(at));
    if (rest.length > LIMIT_BYTES) {
      yield rest;
      rest = Buffer.alloc(0);
    }
  }
  yield rest;
}

// lib/lock/extra-files.ts
var VERSION3 = 1;
async function withFiles(repository, paths, access) {
  const { definition, state } = repository;
  const filelists = state.repomd.data.get("filelists");
  const primary = state.repomd.data.get("primary");
  if (filelists === void 0 || primary === void 0) return repository;
  const key = stageKey("solv-files", VERSION3, {
    primary: primary.checksum.hex,
    filelists: filelists.checksum.hex,
    paths: paths.toSorted(compareBytes),
    tool: await toolIdentity()
  });
  const folder = access.store.solv(key);
  const solvPath = join8(folder, "repo.solv");
  if (await stat4(solvPath).catch(() => void 0) !== void 0) {
    return { ...repository, solvPath };
  }
  const open2 = async (data) => openMetadata(definition.id, data, await fetchMetadata(definition, state, data, access));
  const owners = await findOwners(await open2(filelists), new Set(paths));
  if (owners.size === 0) return repository;
  const blocks = addFiles(packageBlocks(await open2(primary)), owners);
  await makeKept(folder, access.store, (made) => makeSolv(blocks, join8(made, "repo.solv")));
  return { ...repository, solvPath };
}
async function findOwners(chunks, paths) {
  const owners = /* @__PURE__ */ new Map();
  const wanted = [...paths].map((path) => Buffer.from(`>${escapeXml(path)}<`));
  for await (const block of packageBlocks(chunks)) {
    if (!wanted.some((path) => block.includes(path))) continue;
    const start = block.indexOf("<package ");
    const parser = new FilelistsParser(({ pkgid, files }) => {
      const found = files.filter((file) => paths.has(file));
      if (found.length > 0) owners.set(pkgid, found);
    });
    parser.write(Buffer.from("<filelists>"));
    parser.write(block.subarray(start));
    parser.write(Buffer.from("</filelists>"));
    parser.end();
  }
  return owners;
}
async function* addFiles(blocks, owners) {
  for await (const block of blocks) {
    const text = block.toString("latin1");
    const [, pkgid = ""] = /pkgid="YES">\s*([0-9a-f]+)/i.exec(text) ?? [];
    const files = owners.get(pkgid.toLowerCase());
    const end = text.lastIndexOf("</format>");
    if (files === void 0 || end === -1) yield block;
    else {
      const added = files.map((path) => `<file>${escapeXml(path)}</file>`).join("");
      yield Buffer.concat([block.subarray(0, end), Buffer.from(added), block.subarray(end)]);
    }
  }
}
function escapeXml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

// lib/lock/groups.ts
import { readFile as readFile6 } from "node:fs/promises";

// lib/rpm/comps.ts
var FORMAT4 = { what: "comps.xml", root: "comps", code: "BAD_COMPS" };
function parseComps(text) {
  const groups = /* @__PURE__ */ new Map();
  const environments = /* @__PURE__ */ new Map();
  const path = [];
  let id = "";
  let title = "";
  let translated = false;
  let packages = [];
  let request = {};
  let members = [];
  let options = [];
  parseXml(text, FORMAT4, {
    open(name, attributes) {
      path.push(name);
      if (name === "group" || name === "environment") {
        id = "";
        title = "";
        [packages, members, options] = [[], [], []];
      }
      if (name === "name") translated = attributes["xml:lang"] !== void 0;
      if (name === "packagereq") {
        request = { type: packageType(attributes.type) };
        if (attributes.requires !== void 0) request.requires = word(attributes.requires);
      }
    },
    close(name, content) {
      path.pop();
      const parent = path.at(-1);
      if (name === "id" && (parent === "group" || parent === "environment")) id = word(content);
      if (name === "name" && !translated) title = content;
      if (name === "packagereq")
        packages.push({ type: "mandatory", ...request, name: word(content) });
      if (name === "groupid" && path.at(-2) === "environment") {
        (parent === "optionlist" ? options : members).push(word(content));
      }
      if (name === "group") {
        if (id === "") throw bad4("a group has no id");
        groups.set(id, { id, name: title, packages });
      }
      if (name === "environment") {
        if (id === "") throw bad4("an environment has no id");
        environments.set(id, { id, name: title, groups: members, optionalGroups: options });
      }
    }
  });
  return { groups, environments };
}
function packageType(type) {
  switch (type) {
    case "default":
    case "optional":
    case "conditional":
      return type;
    default:
      return "mandatory";
  }
}
function word(text) {
  if (/^[^\s\p{Cc}]+$/u.test(text)) return text;
  throw bad4(`${JSON.stringify(text)} is no name or id`);
}
function bad4(what) {
  return new BuildError("BAD_COMPS", `comps.xml: ${what}`);
}

// lib/lock/groups.ts
var MAX_COMPS_BYTES = 64 * 1024 * 1024;
async function expandGroups(groups, repositories, access) {
  const requests = [];
  const conditional = [];
  if (groups.length === 0) return { requests, conditional };
  const comps = await readComps(repositories, access);
  for (const group of groups) {
    for (const found of packagesOf(group, comps)) {
      if (group.blacklist.includes(found.name)) continue;
      const request = { text: found.name, place: group.origin, optional: true };
      if (found.type === "conditional") {
        conditional.push({ request, requires: found.requires ?? "" });
      } else if (found.type !== "optional" || group.optional) requests.push(request);
    }
  }
  return { requests, conditional };
}
function packagesOf(request, comps) {
  const ofGroup = (id) => comps.flatMap((one) => one.groups.get(id)?.packages ?? []);
  if (request.kind === "group") {
    if (!comps.some(({ groups }) => groups.has(request.id))) throw unknown(request, comps);
    return ofGroup(request.id);
  }
  const environments = comps.flatMap((one) => one.environments.get(request.id) ?? []);
  if (environments.length === 0) throw unknown(request, comps);
  return environments.flatMap(({ groups }) => groups.flatMap(ofGroup));
}
async function readComps(repositories, access) {
  const found = [];
  for (const { definition, state } of repositories) {
    const type = ["group_zst", "group_xz", "group_gz", "group"].find(
      (name) => state.repomd.data.has(name)
    );
    const data = type === void 0 ? void 0 : state.repomd.data.get(type);
    if (data === void 0) continue;
    const path = await fetchMetadata(definition, state, data, access);
    const compression = compressionOf(data.href);
    if (compression === "none") found.push(parseComps(await readFile6(path, "utf8")));
    else {
      const chunks = [];
      for await (const chunk of openDecompressed(path, compression, MAX_COMPS_BYTES)) {
        chunks.push(chunk);
      }
      found.push(parseComps(Buffer.concat(chunks).toString("utf8")));
    }
  }
  return found;
}
function unknown(request, comps) {
  const { id, kind, origin } = request;
  const known = comps.flatMap((one) => [
    ...(kind === "group" ? one.groups : one.environments).keys()
  ]);
  const near = nearestName(id, known);
  return lockConfigError("UNKNOWN_GROUP", `no repository has the ${kind} "${id}"`, {
    place: origin,
    hint: near === void 0 ? `The repositories have ${known.length === 0 ? "none" : `${known.length}, among them ${known.sort().slice(0, 8).join(", ")}`}.` : `Did you mean "${near}"?`
  });
}

// lib/lock/requests.ts
var COMPARISON = /^(\S+)\s+(<|<=|==?|>=|>)\s+(\S+)$/;
async function resolveRequests(requests, pool, log) {
  const named = requests.map((request) => resolveByName(request, pool));
  const queries = [];
  for (const [at, request] of requests.entries()) {
    if (named[at] !== void 0 || !isCapability(request)) continue;
    queries.push({ at, query: { what: request.text, flags: "provides,rel" } });
    if (request.text.startsWith("/")) {
      queries.push({ at, query: { what: request.text, flags: "filelist,flat" } });
    }
  }
  const answers = await lookUp(
    pool,
    queries.map(({ query }) => query),
    log
  );
  return requests.map((request, at) => {
    const name = named[at];
    if (name !== void 0) return orObsoleter(name, pool);
    const answer = answers.find((found, nth) => found !== void 0 && queries[nth]?.at === at);
    return { request, jobs: answer === void 0 ? [] : [`install ${answer}`], candidates: [] };
  });
}
function isCapability({ text, repoid }) {
  if (repoid !== void 0 || /[*?]/.test(text)) return false;
  return !/\s/.test(text) || COMPARISON.test(text);
}
function resolveByName(request, pool) {
  const { text, repoid } = request;
  const inRepository = (found) => found.filter(({ repository }) => repoid === void 0 || repository.definition.id === repoid);
  const resolved = (candidates, whole) => {
    if (candidates.length === 0) return void 0;
    const usable = candidates.filter((found) => pool.disqualify(found) === void 0);
    const name2 = candidates[0]?.name;
    const job = whole && repoid === void 0 ? `install name ${name2}` : `install oneof ${usable.map(solvableId).join(" ")}`;
    return { request, jobs: usable.length === 0 ? [] : [job], candidates };
  };
  if (/[*?[]/.test(text)) return resolveGlob(request, pool, inRepository);
  const [, name = text, sign, version] = COMPARISON.exec(text) ?? [];
  if (sign !== void 0 && version !== void 0) {
    const wanted = parseWanted(version);
    if (wanted === void 0) return void 0;
    const called = inRepository(pool.named(name));
    const fitting = called.filter(({ evr }) => holds(compareEvr(parseEvr(evr), wanted), sign));
    if (called.length > 0 && fitting.length === 0) {
      return { request, jobs: [], candidates: called };
    }
    return resolved(fitting, false);
  }
  return resolved(inRepository(pool.named(text)), true) ?? resolved(inRepository(byNevra(text, pool)), false);
}
function orObsoleter(resolved, pool) {
  const { request, jobs, candidates } = resolved;
  if (jobs[0] !== `install name ${request.text}`) return resolved;
  const usable = candidates.filter((found) => pool.disqualify(found) === void 0);
  const versions = usable.map(({ name, evr }) => parseCapability(`${name} = ${evr}`));
  const obsoleters = pool.obsoleters(request.text).filter(({ obsoletes, candidate }) => {
    const range = parseCapability(obsoletes);
    return pool.disqualify(candidate) === void 0 && versions.some((one) => meets(one, range));
  });
  if (obsoleters.length === 0) return resolved;
  const ids = [...usable, ...obsoleters.map(({ candidate }) => candidate)].map(solvableId);
  return { request, jobs: [`install oneof ${[...new Set(ids)].join(" ")}`], candidates };
}
function resolveGlob(request, pool, inRepository) {
  const expression = globExpression(request.text);
  const names = /* @__PURE__ */ new Set();
  for (const { index } of pool.repositories) {
    for (const name of index.names()) if (expression.test(name)) names.add(name);
  }
  const candidates = [...names].sort().flatMap((name) => inRepository(pool.named(name)));
  if (candidates.length === 0) return void 0;
  const usable = candidates.filter((found) => pool.disqualify(found) === void 0);
  const byName = groupBy(usable, ({ name }) => name);
  const jobs = [...byName].map(
    ([name, found]) => request.repoid === void 0 ? `install name ${name}` : `install oneof ${found.map(solvableId).join(" ")}`
  );
  return { request, jobs, candidates };
}
function byNevra(text, pool) {
  const dot = text.lastIndexOf(".");
  const [bare, arch] = dot === -1 ? [text, ""] : [text.slice(0, dot), text.slice(dot + 1)];
  const found = arch === "" ? [] : pool.named(bare).filter((one) => one.arch === arch);
  if (found.length > 0) return found;
  for (let at = text.lastIndexOf("-"), tries = 0; at > 0 && tries < 2; tries += 1) {
    const version = text.slice(at + 1);
    const fitting = pool.named(text.slice(0, at)).filter(
      (one) => evrForms(one.evr).some((form) => [form, `${form}.${one.arch}`].includes(version))
    );
    if (fitting.length > 0) return fitting;
    at = text.lastIndexOf("-", at - 1);
  }
  return [];
}
function evrForms(evr) {
  const { epoch, version, release } = parseEvr(evr);
  const forms = [version, `${version}-${release}`];
  return [...forms, ...forms.map((form) => `${epoch}:${form}`)];
}
function parseWanted(text) {
  return /^(\d+:)?[^:\s-]+(-[^:\s-]+)?$/.test(text) ? parseEvr(text) : void 0;
}
function holds(order, sign) {
  if (order === 0) return sign.includes("=");
  return order < 0 ? sign.startsWith("<") : sign.startsWith(">");
}

// lib/lock/selection.ts
var MAX_ROUNDS = 32;
async function selectPackages(treefile, given, access) {
  const { log } = access;
  const groups = await expandGroups(treefile.groups, given.repositories, access);
  let requests = uniqueRequests([...treefileRequests(treefile), ...groups.requests]);
  let pool = given;
  let files = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const resolved = await resolveRequests(requests, pool, log);
    const unmet = resolved.filter(({ jobs: jobs2, request }) => jobs2.length === 0 && !request.optional);
    const met = resolved.filter(({ jobs: jobs2 }) => jobs2.length > 0);
    const jobs = met.flatMap((found) => found.jobs);
    const solution = unmet.length > 0 ? void 0 : await solve(pool, jobs, { ...treefile, log });
    const wanted = solution === void 0 ? unmet.map(({ request }) => request.text) : missingFrom(solution);
    const unknown2 = wanted.filter((name) => name.startsWith("/") && !files.includes(name));
    if (unknown2.length > 0) {
      files = [...files, ...unknown2];
      pool = await poolWithFiles(given, files, access);
      continue;
    }
    if (solution === void 0) throw unmetRequests(unmet, treefile, pool);
    if (solution.problems.length > 0) {
      throw await explainFailure({ solution, resolved: met, treefile, pool, log });
    }
    const candidates = solution.chosen.map((solvable) => findCandidate(solvable, pool));
    const names = new Set(candidates.map(({ name }) => name));
    const due = groups.conditional.filter(({ request, requires }) => names.has(requires) && !names.has(request.text)).map(({ request }) => request).filter((request) => !requests.some(({ text }) => text === request.text));
    if (due.length === 0) {
      for (const { request } of resolved.filter((found) => found.jobs.length === 0)) {
        log.debug(`a group names ${request.text}, which is not there for ${treefile.basearch}`);
      }
      return candidates;
    }
    requests = [...requests, ...due];
  }
  throw lockBuildError("SOLVER_FAILED", `no end of new packages after ${MAX_ROUNDS} rounds`);
}
async function poolWithFiles(pool, files, access) {
  access.log.debug(`looking for ${files.join(", ")} in filelists.xml`);
  const repositories = [];
  for (const repository of pool.repositories) {
    repositories.push(await withFiles(repository, files, access));
  }
  return pool.withRepositories(repositories);
}
function treefileRequests(treefile) {
  const { packages, repoPackages, origins, path } = treefile;
  const placeOf = (text) => origins.packages.get(text);
  return [
    ...packages.map((text) => ({ text, ...optionalPlace(placeOf(text)) })),
    ...repoPackages.flatMap(
      ({ repo, packages: names }) => names.map((text) => ({ text, repoid: repo, place: { file: path } }))
    )
  ];
}
function optionalPlace(place) {
  return place === void 0 ? {} : { place };
}
function uniqueRequests(requests) {
  const found = /* @__PURE__ */ new Map();
  for (const request of requests) {
    const before = found.get(request.text);
    if (before === void 0 || before.repoid === void 0 && request.repoid !== void 0) {
      found.set(request.text, request);
    }
  }
  return [...found.values()];
}
function findCandidate(solvable, pool) {
  const [, name, evr, arch, alias] = /^(.+)-([^-]+-[^-]+)\.([^.@]+)@(r\d+)$/.exec(solvable) ?? [];
  const repository = pool.repositories.find((one) => one.alias === alias);
  const found = repository?.index.find(name ?? "", evr ?? "", arch ?? "");
  if (repository === void 0 || found === void 0) {
    throw lockBuildError(
      "SOLVER_FAILED",
      `testsolv chose ${solvable}, which the index does not have`
    );
  }
  return { ...found, repository };
}

// lib/lock/signers.ts
import { open } from "node:fs/promises";

// lib/rpm/header-entries.ts
var TYPE = {
  char: 1,
  int8: 2,
  int16: 3,
  int32: 4,
  int64: 5,
  string: 6,
  bin: 7,
  stringArray: 8,
  i18nString: 9
};
var VALUE_BYTES = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1 };
var FIRST_TAG = 100;
var LAST_TAG = 2147483647;
var REGION_TAG = { signature: 62, header: 63 };
var IMAGE_TAG = 61;
var ARRAY_LIMIT = 1048575;
var ENTRY_BYTES = 16;
function readEntries(index, data, kind) {
  const entries = /* @__PURE__ */ new Map();
  const length = index.byteLength / ENTRY_BYTES;
  if (length === 0) throw badHeader("it has no entries");
  const regionEnd = readRegion(index, data, kind);
  let end = 0;
  let filledBytes = 0;
  for (let position = regionEnd === void 0 ? 0 : 1; position < length; position += 1) {
    const at = position * ENTRY_BYTES;
    const tag = index.getUint32(at);
    const entry = readEntry(index, at, tag, data);
    if (tag < FIRST_TAG || tag > LAST_TAG) throw badHeader(`tag ${tag} is not allowed in it`);
    if (entry.offset < end) throw badHeader(`tag ${tag} overlaps the one before`);
    end = entry.offset + entry.sizeBytes;
    if (regionEnd !== void 0 && end > regionEnd - ENTRY_BYTES && entry.offset < regionEnd) {
      throw badHeader(`tag ${tag} overlaps the end of its region`);
    }
    if (entries.has(tag)) throw badHeader(`tag ${tag} stands there twice`);
    entries.set(tag, entry);
    const alignBytes = VALUE_BYTES[entry.type] ?? 1;
    filledBytes = Math.ceil(filledBytes / alignBytes) * alignBytes + entry.sizeBytes;
  }
  if (filledBytes + (regionEnd === void 0 ? 0 : ENTRY_BYTES) !== data.length) {
    throw badHeader("there is data in it that belongs to no tag");
  }
  if (regionEnd !== void 0) {
    const type = index.getUint32(4);
    const region = { type, count: ENTRY_BYTES, offset: regionEnd - ENTRY_BYTES };
    entries.set(index.getUint32(0), { ...region, sizeBytes: ENTRY_BYTES });
  }
  return entries;
}
function readEntry(index, at, tag, data) {
  const type = index.getUint32(at + 4);
  const offset = index.getUint32(at + 8);
  const count3 = index.getUint32(at + 12);
  if (type < TYPE.char || type > TYPE.i18nString) {
    throw badHeader(`tag ${tag} has the unknown type ${type}`);
  }
  if (offset > data.length) throw badHeader(`tag ${tag} lies outside of the data`);
  if (count3 < 1 || count3 > data.length || type !== TYPE.bin && count3 > ARRAY_LIMIT) {
    throw badHeader(`tag ${tag} has ${count3} values, more than its data can hold`);
  }
  if (type === TYPE.string && count3 !== 1) {
    throw badHeader(`tag ${tag} has ${count3} strings, expected one`);
  }
  const valueBytes = VALUE_BYTES[type];
  if (valueBytes === void 0) {
    return { type, count: count3, offset, sizeBytes: stringsEnd(data, tag, offset, count3) - offset };
  }
  if (offset % valueBytes !== 0) throw badHeader(`tag ${tag} is not aligned`);
  const sizeBytes = count3 * valueBytes;
  if (offset + sizeBytes > data.length) throw badHeader(`tag ${tag} reaches beyond the data`);
  return { type, count: count3, offset, sizeBytes };
}
function stringsEnd(data, tag, offset, count3) {
  let at = offset;
  for (let position = 0; position < count3; position += 1) {
    const end = data.indexOf(0, at);
    if (end === -1) throw badHeader(`a string of tag ${tag} has no end`);
    at = end + 1;
  }
  return at;
}
function readRegion(index, data, kind) {
  if (index.getUint32(0) !== REGION_TAG[kind]) return void 0;
  const offset = index.getUint32(8);
  const sane = index.getUint32(4) === TYPE.bin && index.getUint32(12) === ENTRY_BYTES;
  const end = offset + ENTRY_BYTES;
  if (!sane || end > data.length) throw badHeader("the entry of its region is malformed");
  const trailerTag = data.readUInt32BE(offset);
  const fits = trailerTag === REGION_TAG[kind] || kind === "signature" && trailerTag === IMAGE_TAG;
  const shaped = data.readUInt32BE(offset + 4) === TYPE.bin && data.readUInt32BE(offset + 12) === ENTRY_BYTES;
  const indexBytes = -data.readInt32BE(offset + 8);
  if (!fits || !shaped || indexBytes < 0 || indexBytes % ENTRY_BYTES !== 0) {
    throw badHeader("the trailer of its region is malformed");
  }
  const within = indexBytes <= index.byteLength;
  const whole = indexBytes === index.byteLength && end === data.length;
  if (kind === "header" ? !whole : !within) throw badHeader("its region does not fit it");
  return end;
}
function badHeader(what) {
  return new BuildError("BAD_HEADER", `bad RPM header: ${what}`);
}

// lib/rpm/header.ts
var LEAD_BYTES = 96;
var LEAD_MAGIC = 3987467995;
var HEADER_MAGIC = 2393761793;
var INTRO_BYTES = 16;
var ENTRY_BYTES2 = 16;
var LIMITS = {
  signature: { entries: 32, dataBytes: 64 * 1024 * 1024 },
  header: { entries: 65535, dataBytes: 268435455 }
};
function findRpmSpans(bytes) {
  if (bytes.length < LEAD_BYTES || viewOf(bytes).getUint32(0) !== LEAD_MAGIC) {
    throw new BuildError("BAD_LEAD", "not an RPM package: it does not begin as one");
  }
  const signature = headerSpan(bytes, LEAD_BYTES, "signature");
  const header = headerSpan(bytes, Math.ceil(signature.end / 8) * 8, "header");
  return { signature, header, payloadStart: header.end };
}
function parseHeader(bytes, start = 0, kind = "header") {
  const { end } = headerSpan(bytes, start, kind);
  const indexBytes = viewOf(bytes).getUint32(start + 8) * ENTRY_BYTES2;
  const dataStart = start + INTRO_BYTES + indexBytes;
  const data = Buffer.from(bytes.buffer, bytes.byteOffset + dataStart, end - dataStart);
  const index = new DataView(bytes.buffer, bytes.byteOffset + start + INTRO_BYTES, indexBytes);
  return new Header(readEntries(index, data, kind), data);
}
var Header = class {
  #entries;
  #data;
  constructor(entries, data) {
    this.#entries = entries;
    this.#data = data;
  }
  has(tag) {
    return this.#entries.has(tag);
  }
  /** Tag numbers in the order of the index; that of the region comes last. */
  tags() {
    return [...this.#entries.keys()];
  }
  /** The string, or the first of several: for translated ones that is the untranslated one. */
  text(tag) {
    return this.#strings(tag)[0];
  }
  /** All strings, none when the tag is not there. Translations of one string are no list. */
  texts(tag) {
    if (this.#entries.get(tag)?.type === TYPE.i18nString) throw badHeader(`tag ${tag} is no list`);
    return this.#strings(tag);
  }
  /** The number, or the first of several. */
  number(tag) {
    return this.numbers(tag)[0];
  }
  /** All numbers, unsigned; none when the tag is not there. 64-bit ones above 2^53 are an error. */
  numbers(tag) {
    const entry = this.#entries.get(tag);
    if (entry === void 0) return [];
    const sizeBytes = VALUE_BYTES[entry.type];
    if (sizeBytes === void 0 || entry.type === TYPE.bin)
      throw badHeader(`tag ${tag} is no number`);
    return Array.from(
      { length: entry.count },
      (_, position) => readNumber(this.#data, entry.offset + position * sizeBytes, sizeBytes, tag)
    );
  }
  /** Binary data. Not a copy. */
  bytes(tag) {
    const entry = this.#entries.get(tag);
    if (entry === void 0) return void 0;
    if (entry.type !== TYPE.bin) throw badHeader(`tag ${tag} is not binary`);
    return this.#data.subarray(entry.offset, entry.offset + entry.sizeBytes);
  }
  #strings(tag) {
    const entry = this.#entries.get(tag);
    if (entry === void 0) return [];
    if (VALUE_BYTES[entry.type] !== void 0) throw badHeader(`tag ${tag} is no string`);
    const end = entry.offset + entry.sizeBytes;
    return this.#data.toString("utf8", entry.offset, end - 1).split("\0");
  }
};
function headerSpan(bytes, start, kind) {
  const view = viewOf(bytes);
  if (start + INTRO_BYTES > bytes.length) throw badHeader("it is cut short");
  if (view.getUint32(start) !== HEADER_MAGIC || view.getUint32(start + 4) !== 0) {
    throw badHeader("its magic number is wrong");
  }
  const entries = view.getUint32(start + 8);
  const dataBytes = view.getUint32(start + 12);
  const limit = LIMITS[kind];
  if (entries > limit.entries || dataBytes > limit.dataBytes) {
    throw new BuildError(
      "HEADER_LIMIT",
      `an RPM ${kind === "header" ? "" : "signature "}header of ${entries} entries and ${dataBytes} bytes, expected at most ${limit.entries} and ${limit.dataBytes}`
    );
  }
  const end = start + INTRO_BYTES + entries * ENTRY_BYTES2 + dataBytes;
  if (end > bytes.length) throw badHeader("it is cut short");
  return { start, end };
}
function readNumber(data, at, sizeBytes, tag) {
  if (sizeBytes < 8) return data.readUIntBE(at, sizeBytes);
  const value = Number(data.readBigUInt64BE(at));
  if (!Number.isSafeInteger(value)) throw badHeader(`tag ${tag} has a number above 2^53`);
  return value;
}
function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

// lib/rpm/scriptlets.ts
var SHELL = "/bin/sh";
var SCRIPTLETS = [
  ["pretrans", 1151, 1153],
  ["pre", 1023, 1085],
  ["post", 1024, 1086],
  ["preun", 1025, 1087],
  ["postun", 1026, 1088],
  ["posttrans", 1152, 1154],
  ["preuntrans", 5103, 5105],
  ["postuntrans", 5104, 5106],
  ["verifyscript", 1079, 1091]
];
var TRIGGERS = [
  ["trigger", 1065, 1092],
  ["filetrigger", 5066, 5067],
  ["transfiletrigger", 5076, 5077]
];
function scriptletsOf(header) {
  const single = SCRIPTLETS.flatMap(([kind, bodyTag, programTag]) => {
    if (!header.has(bodyTag) && !header.has(programTag)) return [];
    const program = header.texts(programTag);
    return [
      {
        kind,
        program: program.length === 0 ? [SHELL] : program,
        body: header.text(bodyTag) ?? ""
      }
    ];
  });
  const triggers = TRIGGERS.flatMap(([kind, bodyTag, programTag]) => {
    const bodies = header.texts(bodyTag);
    const programs = header.texts(programTag);
    if (programs.length > 0 && programs.length !== bodies.length) {
      throw badHeader(`it has ${bodies.length} ${kind}s and ${programs.length} programs for them`);
    }
    return bodies.map((body, position) => ({ kind, program: [programs[position] ?? SHELL], body }));
  });
  return [...single, ...triggers];
}

// lib/rpm/tags.ts
var HEADER_TAG = {
  immutable: 63,
  name: 1e3,
  version: 1001,
  release: 1002,
  epoch: 1003,
  buildTime: 1006,
  arch: 1022,
  oldFilenames: 1027,
  sourceRpm: 1044,
  sourcePackage: 1106,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
  rpmFormat: 5114
};
var SIGNATURE_TAG = {
  signatures: 62,
  dsa: 267,
  rsa: 268,
  openPgp: 278
};

// lib/rpm/package-facts.ts
var FORMAT_6_SIGNATURE_TAG_MAX = 999;
function parsePackageFacts(bytes) {
  const spans = findRpmSpans(bytes);
  const signature = parseHeader(bytes, spans.signature.start, "signature");
  const header = parseHeader(bytes, spans.header.start);
  const format = packageFormat(header);
  if (format === 6) assertStrict(signature, header);
  const source = isSource(header);
  const nevra = {
    name: header.text(HEADER_TAG.name) ?? "",
    epoch: String(header.number(HEADER_TAG.epoch) ?? 0),
    version: header.text(HEADER_TAG.version) ?? "",
    release: header.text(HEADER_TAG.release) ?? "",
    arch: source ? "src" : header.text(HEADER_TAG.arch) ?? ""
  };
  const fault = findNevraFault(nevra);
  if (fault !== void 0) throw badHeader(fault);
  return {
    ...nevra,
    format,
    buildTime: header.number(HEADER_TAG.buildTime) ?? 0,
    sourceRpm: source ? "" : header.text(HEADER_TAG.sourceRpm) ?? "",
    headerSignatures: signaturesOf(signature),
    files: filesOf(header),
    scriptlets: scriptletsOf(header),
    spans
  };
}
function packageFormat(header) {
  const declared = header.number(HEADER_TAG.rpmFormat);
  if (declared === void 0) return header.has(HEADER_TAG.immutable) ? 4 : 3;
  if (declared === 3 || declared === 4 || declared === 6) return declared;
  throw badHeader(`it is of package format ${declared}, expected 3, 4 or 6`);
}
function assertStrict(signature, header) {
  if (!signature.has(SIGNATURE_TAG.signatures) || !header.has(HEADER_TAG.immutable)) {
    throw badHeader("it has no immutable region, which format 6 demands");
  }
  for (const tags of [signature.tags(), header.tags()]) {
    if (tags.slice(0, -1).some((tag, position) => tag < (tags[position - 1] ?? 0))) {
      throw badHeader("its tags are not in order, which format 6 demands");
    }
  }
  const legacy = signature.tags().find((tag) => tag > FORMAT_6_SIGNATURE_TAG_MAX);
  if (legacy !== void 0) {
    throw badHeader(`signature tag ${legacy} is not allowed in a package of format 6`);
  }
}
function isSource(header) {
  if (header.has(HEADER_TAG.sourcePackage)) return true;
  if (header.has(HEADER_TAG.sourceRpm)) return false;
  const folders = header.texts(HEADER_TAG.dirNames);
  const old = header.texts(HEADER_TAG.oldFilenames);
  return folders.length === 1 && folders[0] === "" || old.length > 0 && old.every((path) => !path.includes("/"));
}
function signaturesOf(signature) {
  const encoded = signature.texts(SIGNATURE_TAG.openPgp);
  if (encoded.length > 0) return encoded.map(decodeSignature);
  return [SIGNATURE_TAG.rsa, SIGNATURE_TAG.dsa].flatMap((tag) => signature.bytes(tag) ?? []);
}
function decodeSignature(text) {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text)) throw badHeader("a signature is not base64");
  return Buffer.from(text, "base64");
}
function filesOf(header) {
  const bases = header.texts(HEADER_TAG.baseNames);
  if (bases.length === 0) return header.texts(HEADER_TAG.oldFilenames);
  const folders = header.texts(HEADER_TAG.dirNames);
  const indexes = header.numbers(HEADER_TAG.dirIndexes);
  if (indexes.length !== bases.length || folders.length > bases.length) {
    throw badHeader("its list of files does not add up");
  }
  return bases.map((base, position) => {
    const folder = folders[indexes[position] ?? -1];
    if (folder === void 0)
      throw badHeader(`the file ${JSON.stringify(base)} is in no directory`);
    return folder + base;
  });
}

// lib/lock/signers.ts
var PARALLEL = 16;
var MAX_HEADER_BYTES = 64 * 1024 * 1024;
var GUESSED_HEADER_BYTES = 256 * 1024;
async function verifySigners(chosen, previous, access) {
  const signers = /* @__PURE__ */ new Map();
  const unverified = [];
  for (const [repository, candidates] of groupBy(chosen, (found) => found.repository)) {
    if (!repository.definition.gpgcheck) continue;
    const keyring = await keyringOf(repository, access);
    for (const candidate of candidates) {
      const signer = previous.get(candidate.checksum)?.signer;
      if (signer !== void 0 && keyring.fingerprints.has(signer)) signers.set(candidate, signer);
      else unverified.push({ candidate, keyring });
    }
  }
  if (unverified.length === 0) return signers;
  const progress = access.log.progress("Check signatures", unverified.length, "packages");
  const limit = pLimit(PARALLEL);
  try {
    await Promise.all(
      unverified.map(
        ({ candidate, keyring }) => limit(async () => {
          signers.set(candidate, await verifySigner(candidate, keyring, access));
          progress.advance(1);
        })
      )
    );
  } finally {
    limit.clearQueue();
    progress.done();
  }
  return signers;
}
async function keyringOf({ definition }, access) {
  const blocks = await readRepositoryKeys(definition, access);
  return parseKeyring(blocks, (reason) => {
    access.log.warn(`[${definition.id}] a key of gpgkey is unusable: ${reason}`, definition.place);
  });
}
async function verifySigner(candidate, keyring, access) {
  const bytes = await readHeaderBytes(candidate, access);
  const facts = parsePackageFacts(bytes);
  assertSame(candidate, facts);
  const { id, place } = candidate.repository.definition;
  const what = `[${id}] ${nevraOf(candidate)}`;
  if (facts.headerSignatures.length === 0) {
    throw lockBuildError("PACKAGE_UNSIGNED", `${what} is not signed`, {
      place,
      hint: "gpgcheck=0 accepts the unsigned packages of this repository."
    });
  }
  const header = bytes.subarray(facts.spans.header.start, facts.spans.header.end);
  const reasons = [];
  for (const signature of facts.headerSignatures) {
    const verdict = await verifyDetached(header, signature, keyring);
    if ("signer" in verdict) return verdict.signer;
    reasons.push(verdict.reason);
  }
  throw lockBuildError(
    "PACKAGE_BAD_SIGNATURE",
    `${what} is not signed by a key that the repository names: ${reasons.join("; ")}`,
    { place, hint: `Its gpgkey= has ${[...keyring.fingerprints].join(", ") || "no usable key"}.` }
  );
}
function assertSame(candidate, facts) {
  const found = `${facts.name}-${formatEvr(facts)}.${facts.arch}`;
  if (found === nevraOf(candidate)) return;
  const { id, place } = candidate.repository.definition;
  throw lockBuildError(
    "HEADER_MISMATCH",
    `[${id}] primary.xml says ${nevraOf(candidate)}, the package at ${candidate.href} says ${found}`,
    { place }
  );
}
async function readHeaderBytes(candidate, access) {
  const { checksum, headerEnd, repository } = candidate;
  const sizeBytes = headerEnd > 0 ? headerEnd : Math.min(GUESSED_HEADER_BYTES, candidate.sizeBytes);
  const kept = await readStart(access.store.rpm(checksum.replace(/^sha256:/, "")), sizeBytes);
  if (kept !== void 0) return kept;
  const { id, place } = repository.definition;
  const reasons = [];
  if (sizeBytes > MAX_HEADER_BYTES) {
    reasons.push(`primary.xml gives it a header of ${sizeBytes} bytes`);
  } else if (access.offline) reasons.push("nothing may be fetched");
  else {
    const urls = locationUrls(candidate, repository.state.baseUrls);
    for (const url of [...urls, ...urls.slice(0, 1)]) {
      try {
        return await fetchStart(url, sizeBytes, access);
      } catch (error) {
        if (!(error instanceof TreesmithError)) throw error;
        reasons.push(error.message);
      }
    }
  }
  const message = `[${id}] the header of ${nevraOf(candidate)} cannot be had`;
  throw lockBuildError("HEADER_UNAVAILABLE", [message, ...new Set(reasons)].join("\n  "), {
    place
  });
}
async function fetchStart(url, sizeBytes, { http }) {
  const { body } = await http.get(url, { range: { start: 0, end: sizeBytes - 1 }, attempts: 3 });
  const chunks = [];
  let received = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    received += chunk.length;
    if (received >= sizeBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, sizeBytes);
}
async function readStart(path, sizeBytes) {
  const file = await open(path).catch(() => void 0);
  if (file === void 0) return void 0;
  try {
    const bytes = Buffer.alloc(Math.min(sizeBytes, MAX_HEADER_BYTES));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

// lib/lock/architecture-lock.ts
async function lockArchitecture({ treefile, repositories }, context) {
  const { basearch } = treefile;
  const { active, lockedOnly } = repositories;
  const opened = await Promise.all(
    [...active, ...lockedOnly].map(
      (definition, index) => openRepository(definition, `r${index}`, context)
    )
  );
  const pool = createPool(opened, ARCHITECTURES[basearch].rpmArches, {
    excludePackages: treefile.excludePackages,
    lockedOnly: new Set(lockedOnly.map(({ id }) => id)),
    lockedNevras: new Set(context.previous.map(({ name, evr, arch }) => `${name}-${evr}.${arch}`))
  });
  const chosen = await selectPackages(treefile, pool, context);
  for (const { state } of opened) {
    await context.metadataCache?.saveMetadata(await repositoryFiles(state, context.store));
  }
  const before = new Map(context.previous.map((locked) => [locked.checksum, locked]));
  const signers = await verifySigners(chosen, before, context);
  const packages = chosen.map(
    (candidate) => lockPackage(
      candidate,
      signers.get(candidate),
      context.keepUrls ? before.get(candidate.checksum)?.url : void 0
    )
  );
  return {
    arch: { arch: basearch, packages, source: [], module_metadata: [] },
    repositories: opened.map(({ definition, state }) => ({
      repoid: definition.id,
      arch: basearch,
      repomd: `sha256:${state.sha256}`,
      revision: state.repomd.revision
    }))
  };
}
async function openRepository(definition, alias, context) {
  if (!definition.sslverify) {
    context.log.warn(
      `[${definition.id}] sslverify=0 is not heeded: certificates are always checked`,
      definition.place
    );
  }
  const state = await fetchRepomd(definition, context);
  const data = state.repomd.data.get("primary");
  if (data === void 0) {
    throw lockBuildError("BAD_METADATA", `[${definition.id}] repomd.xml names no primary`, {
      place: definition.place
    });
  }
  if (state.repomd.data.has("modules")) {
    context.log.warn(
      `[${definition.id}] has modules, which are not supported: their packages count as ordinary ones`,
      definition.place
    );
  }
  await context.metadataCache?.restoreMetadata(await repositoryFiles(state, context.store));
  const path = await fetchMetadata(definition, state, data, context);
  const solv = await openSolvRepository(definition.id, data, path, context.store);
  return { ...solv, alias, definition, state };
}
function lockPackage(candidate, signer, before) {
  const { repository, name, evr, arch, href, sizeBytes, checksum, sourceRpm, buildTime } = candidate;
  const { id, place } = repository.definition;
  if (!checksum.startsWith("sha256:")) {
    const message = `[${id}] primary.xml gives ${checksum.split(":")[0]} of ${nevraOf(candidate)}, expected SHA-256`;
    throw lockBuildError("WEAK_CHECKSUM", message, {
      place,
      hint: "createrepo_c --checksum sha256 writes it."
    });
  }
  const kept = before?.endsWith(`/${escapePath(href)}`) === true ? before : void 0;
  const [url = ""] = locationUrls(candidate, repository.state.baseUrls);
  return {
    url: kept ?? withoutCredentials(url),
    repoid: id,
    size: sizeBytes,
    checksum,
    name,
    evr,
    sourcerpm: sourceRpm,
    arch,
    buildtime: buildTime,
    ...signer === void 0 ? {} : { signer }
  };
}
function withoutCredentials(url) {
  return url.replace(/^([a-z]+:\/\/)[^/@]*@/i, "$1");
}

// lib/lock/diff.ts
function diffLockfiles(before, after) {
  const basearches = [
    ...new Set([...before?.arches ?? [], ...after.arches].map(({ arch }) => arch))
  ].sort(compareBytes);
  return basearches.flatMap(
    (basearch) => diffArch(basearch, packagesOf2(before, basearch), packagesOf2(after, basearch))
  );
}
function packagesOf2(lockfile, basearch) {
  const packages = lockfile?.arches.find(({ arch }) => arch === basearch)?.packages ?? [];
  return groupBy(
    packages.toSorted((a, b) => compareEvr(parseEvr(a.evr), parseEvr(b.evr))),
    ({ name }) => name
  );
}
function diffArch(basearch, before, after) {
  const names = [.../* @__PURE__ */ new Set([...before.keys(), ...after.keys()])].sort(compareBytes);
  return names.flatMap((name) => {
    const gone = (before.get(name) ?? []).filter((old) => !has(after.get(name), old));
    const come = (after.get(name) ?? []).filter((one) => !has(before.get(name), one));
    return Array.from(
      { length: Math.max(gone.length, come.length) },
      (_, index) => describeChange(basearch, gone[index], come[index])
    ).filter((change) => change !== void 0);
  });
}
function has(packages, wanted) {
  return packages?.some(({ checksum }) => checksum === wanted.checksum) ?? false;
}
function describeChange(basearch, old, now) {
  const one = now ?? old;
  if (one === void 0) return void 0;
  return {
    basearch,
    kind: kindOf(old, now),
    name: one.name,
    arch: one.arch,
    ...old === void 0 ? {} : { oldEvr: old.evr, oldSizeBytes: old.size },
    ...now === void 0 ? {} : { newEvr: now.evr, newSizeBytes: now.size }
  };
}
function kindOf(old, now) {
  if (old === void 0) return "added";
  if (now === void 0) return "removed";
  const order = compareEvr(parseEvr(old.evr), parseEvr(now.evr));
  if (order === 0) return "rebuilt";
  return order < 0 ? "upgraded" : "downgraded";
}

// lib/lock/lock.ts
async function lockRemix({
  inputs,
  previous,
  log,
  ...access
}) {
  const inputHash = lockInputHash(inputs);
  const keepUrls = previous !== void 0 && !isLockStale(previous, inputHash);
  const arches = [];
  const repositories = [];
  for (const [basearch, input] of inputs) {
    const before = previous?.arches.find(({ arch }) => arch === basearch)?.packages ?? [];
    const made = await log.group(
      `Lock ${basearch}`,
      () => lockArchitecture(input, { ...access, log, keepUrls, previous: before })
    );
    arches.push(made.arch);
    repositories.push(...made.repositories);
  }
  const lockfile = {
    lockfileVersion: 1,
    lockfileVendor: "redhat",
    arches,
    treesmith: { inputHash, repositories }
  };
  return { lockfile, changes: diffLockfiles(previous, lockfile) };
}

// lib/build/lock.ts
var LISTED_WHEN_NEW = 20;
async function currentLock(workspace) {
  const path = workspace.remix.lockfile;
  const lockfile = await readIfThere(path);
  const hint = 'Run "treesmith lock" and commit the lockfile.';
  if (lockfile === void 0) {
    throw new ConfigError("LOCK_MISSING", `${path} does not exist`, { hint });
  }
  if (isLockStale(lockfile, lockInputHash(await readInputs(workspace)))) {
    throw new ConfigError(
      "LOCK_STALE",
      "the lockfile was made from other treefiles or repositories than those that are here now",
      { place: { file: path }, hint }
    );
  }
  await workspace.cache?.notePackages(lockfile.arches.flatMap(({ packages }) => packages));
  return lockfile;
}
async function runLock(workspace, mode) {
  const path = workspace.remix.lockfile;
  if (mode === "check") return lockRun(path, await currentLock(workspace), []);
  if (mode === "if-stale") {
    const previous = await readIfThere(path);
    const hash = lockInputHash(await readInputs(workspace));
    if (previous !== void 0 && !isLockStale(previous, hash)) return lockRun(path, previous, []);
  }
  const run = await solveLock(workspace);
  if (run.outcome.changed) {
    await makeFolder(dirname4(path));
    await writeLockfile(path, run.lockfile);
  }
  return run;
}
async function solveLock(workspace) {
  const { remix, store, http, log, offline } = workspace;
  const path = remix.lockfile;
  const inputs = await readInputs(workspace);
  const previous = await readIfThere(path).catch((error) => {
    if (!(error instanceof TreesmithError)) throw error;
    log.warn(`${error.message}; it is made anew`, error.place);
    return void 0;
  });
  await assertToolsOf("lock");
  const { lockfile, changes } = await lockRemix({
    inputs,
    ...previous === void 0 ? {} : { previous },
    store,
    http,
    log,
    offline,
    ...workspace.cache === void 0 ? {} : { metadataCache: workspace.cache }
  });
  const changed = previous === void 0 || formatLockfile(previous) !== formatLockfile(lockfile);
  return lockRun(path, lockfile, changes, changed);
}
function formatLock({ path, packages, changes }) {
  const counts = Object.entries(packages).map(([arch, count3]) => `${arch}: ${count3} packages`);
  const sizeBytes = changes.reduce((sum, { newSizeBytes = 0 }) => sum + newSizeBytes, 0);
  const isFirst = changes.length > 0 && changes.every(({ kind }) => kind === "added");
  const lines = isFirst && changes.length > LISTED_WHEN_NEW ? [`${changes.length} packages added, ${formatBytes(sizeBytes)}; the lockfile names them.`] : formatChanges(changes, "text").trimEnd().split("\n");
  return [...lines, `${path} (${counts.join(", ")})`];
}
async function readInputs({
  treefiles,
  repoVars
}) {
  const inputs = /* @__PURE__ */ new Map();
  for (const [basearch, treefile] of treefiles) {
    inputs.set(basearch, { treefile, repositories: await readRepositories(treefile, repoVars) });
  }
  return inputs;
}
async function readIfThere(path) {
  return readLockfile(path).catch((error) => {
    if (error instanceof TreesmithError && error.code === "FILE_MISSING") return void 0;
    throw error;
  });
}
function lockRun(path, lockfile, changes, changed = false) {
  const packages = Object.fromEntries(
    lockfile.arches.map(({ arch, packages: locked }) => [arch, locked.length])
  );
  return { outcome: { path, changed, packages, changes }, lockfile };
}

// lib/host/source-date-epoch.ts
function readSourceDateEpoch() {
  const text = process.env["SOURCE_DATE_EPOCH"];
  if (text === void 0 || text === "") return {};
  if (!/^\d{1,11}$/.test(text)) {
    throw new ConfigError(
      "BAD_SOURCE_DATE_EPOCH",
      `SOURCE_DATE_EPOCH is ${JSON.stringify(text)}, expected seconds since 1970`
    );
  }
  return { sourceDateEpoch: Number(text) };
}

export {
  overlayFolder,
  checkoutMode,
  composeInputs,
  addedFileMode,
  openDecompressed,
  readRepositoryKeys,
  require_saxes,
  readMirrors,
  alternateUrls,
  readRepositories,
  plainText,
  KINDS,
  formatChanges,
  summarizeChanges,
  changedVersions,
  currentLock,
  runLock,
  solveLock,
  formatLock,
  readSourceDateEpoch
};
